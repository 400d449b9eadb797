internal import Evidence
internal import Foundation
package import RuleEngine

/// Decides a recording as `serve` would, with the followers' states in memory, on several cores; sends nothing.
///
/// Every message counts as sent on the day of its event. The file is read and decided piece by piece, so that memory
/// grows only with the followers and with the keys that tell redeliveries.
package struct Replayer: Sendable {
    /// The forms in which each event's result is wanted.
    package struct Forms: OptionSet, Sendable {
        package let rawValue: Int

        package init(rawValue: Int) {
            self.rawValue = rawValue
        }

        /// The line of a golden file.
        package static let json = Forms(rawValue: 1)
        /// The line for a person.
        package static let text = Forms(rawValue: 2)
    }

    /// How far a replay has come.
    package struct Progress: Sendable, Hashable {
        /// The bytes of the file that are done.
        package var bytes = 0
        /// The size of the file; nil where it is not known.
        package var size: Int?
        /// The lines that are done.
        package var lines = 0
    }

    private let reader: TrafficReader
    private let rules: RuleSet
    private let workers: Int
    private let pieceSize: Int

    /// Starts without any follower's state.
    ///
    /// The result does not depend on the number of `workers`, the parts that are read and decided side by side; nil is
    /// one for each processor.
    package init(reader: TrafficReader, rules: RuleSet, workers: Int? = nil) {
        self.init(
            reader: reader,
            rules: rules,
            workers: workers ?? ProcessInfo.processInfo.activeProcessorCount,
            pieceSize: RecordingFile.pieceSize
        )
    }

    init(reader: TrafficReader, rules: RuleSet, workers: Int, pieceSize: Int) {
        self.reader = reader
        self.rules = rules
        self.workers = max(1, workers)
        self.pieceSize = pieceSize
    }

    /// Replays a file or a store; `emit` gets the results in the order of its lines, if any form of them is wanted.
    ///
    /// - Throws: `CommandFailure` for a source or line that cannot be read, after the results of the lines before it;
    ///   `CryptoError` if libcrypto fails.
    package func replay(
        _ source: TrafficSource,
        as forms: Forms = [],
        report: (Progress) -> Void = { _ in },
        emit: (ReplayedLine) throws -> Void = { _ in }
    ) async throws -> ReplaySummary {
        var input = try ReplayInput(source, pieceSize: pieceSize)
        let partitions = (0..<workers).map { _ in ReplayPartition(rules: rules) }
        var router = ReplayRouter(partitions: workers)
        var progress = Progress(size: input.size)
        // Three stages at once: while a round is decided, the next one is parsed and the one behind it is read.
        var pieces = try await input.nextPieces(2 * workers)
        var round: ReplayRound?
        var failure: (any Error)?
        repeat {
            let size = pieces.reduce(0) { $0 + $1.count }
            let work = try await work(on: pieces, deciding: round, by: partitions, as: forms) {
                try await input.nextPieces(2 * workers)
            }
            for line in work.results { try emit(line) }
            if let failed = round?.failedLine { throw input.noLine(failed) }
            progress.lines = round?.lastLine ?? 0
            report(progress)
            progress.bytes += size
            round = pieces.isEmpty ? nil : router.route(work.parsed)
            do {
                pieces = try work.next.get()
            } catch {
                // The lines before it still count.
                (pieces, failure) = ([], failure ?? error)
            }
        } while round != nil
        if let failure { throw failure }
        guard progress.lines > 0, router.hasLines else { throw input.hasNoLines }
        var summary = ReplaySummary()
        for partition in partitions { summary.add(await partition.tally) }
        return summary
    }

    /// Parses pieces, decides a round that was parsed before, and reads the next pieces meanwhile.
    private func work(
        on pieces: [[UInt8]],
        deciding round: ReplayRound?,
        by partitions: [ReplayPartition],
        as forms: Forms,
        reading next: () async throws -> [[UInt8]]
    ) async throws -> (parsed: [ReadPiece], results: [ReplayedLine], next: Result<[[UInt8]], any Error>) {
        try await withThrowingTaskGroup(of: PartOfWork.self) { group in
            if let round {
                for (number, partition) in partitions.enumerated() {
                    group.addTask { .decided(number, try await partition.decide(round, part: number, as: forms)) }
                }
            }
            for (number, piece) in pieces.enumerated() {
                group.addTask { [reader] in .read(number, try ReadPiece(piece, by: reader)) }
            }
            let upcoming: Result<[[UInt8]], any Error>
            do { upcoming = .success(try await next()) } catch { upcoming = .failure(error) }
            var parsed: [ReadPiece?] = Array(repeating: nil, count: pieces.count)
            var decided: [[ReplayedLine]] = Array(repeating: [], count: partitions.count)
            for try await part in group {
                switch part {
                case .read(let number, let piece): parsed[number] = piece
                case .decided(let number, let lines): decided[number] = lines
                }
            }
            return (parsed.compactMap(\.self), round?.inOrder(decided) ?? [], upcoming)
        }
    }

    private enum PartOfWork: Sendable {
        case read(Int, ReadPiece)
        case decided(Int, [ReplayedLine])
    }
}

/// The result of an event in the wanted forms.
package struct ReplayedLine: Sendable, Hashable {
    package var json: String?
    package var text: String?
}

/// The lines of one piece, read.
struct ReadPiece: Sendable {
    fileprivate private(set) var lines: [ReadLine] = []
    /// How to route each line.
    fileprivate private(set) var routes: [LineRoute] = []
    /// All lines, blank ones included.
    fileprivate private(set) var count = 0
    /// The number, in the piece, of the first line that holds no record; no line behind it is read.
    fileprivate private(set) var failedLine: Int?

    init(_ piece: [UInt8], by reader: TrafficReader) throws {
        var places = PieceLines(piece)
        lines.reserveCapacity(piece.count / 512)
        routes.reserveCapacity(piece.count / 512)
        while let range = places.next() {
            guard range.count <= RecordingFile.lineLimit,
                let line = try? RecordedLine(bytes: piece.span.extracting(range))
            else {
                failedLine = places.count
                break
            }
            let read = ReadLine(line, number: places.count, reading: try reader.read(line))
            lines.append(read)
            routes.append(LineRoute(read))
        }
        count = places.count
    }
}

/// A line in the terms of rules.
///
/// An immutable class, because two steps pass it on.
final class ReadLine: Sendable {
    /// The number of the line in its piece, counted from 1.
    let number: Int
    /// When the request came; nil for the header.
    let received: Date?
    let reading: TrafficReader.Reading
    /// Whether the line holds a request, signed or not.
    let isRequest: Bool
    /// Whether the line holds a signed request.
    let isSigned: Bool
    fileprivate init(_ line: RecordedLine, number: Int, reading: TrafficReader.Reading) {
        self.number = number
        received = line.received
        self.reading = reading
        switch line {
        case .request: (isRequest, isSigned) = (true, true)
        case .event: (isRequest, isSigned) = (true, false)
        case .redaction, .handoff, .reload: (isRequest, isSigned) = (false, false)
        }
    }
}

/// What decides which partition gets a line: apart from the line, which lies elsewhere in memory.
struct LineRoute: Sendable {
    /// The identity of the event; nil where the line holds none for the rules.
    let key: EventKey?
    /// The follower where the ids are digits.
    let digits: FollowerKey.Digits?
    /// Equal for the lines of a follower.
    let followerHash: Int

    fileprivate init(_ line: ReadLine) {
        let follower: FollowerKey
        switch line.reading {
        case .action(.event(let event)): (key, follower) = (event.key, event.follower)
        case .action(.handoff(let named, _)): (key, follower) = (nil, named)
        case .action(.reload), .gatewayCheck, .header, .refused:
            (key, digits, followerHash) = (nil, nil, line.number)
            return
        }
        digits = FollowerKey.Digits(follower)
        followerHash = digits?.hashValue ?? follower.hashValue
    }
}

/// Pieces whose lines are distributed to partitions.
struct ReplayRound: Sendable {
    /// A line's place in the round.
    struct Place: Sendable {
        let piece: Int
        let line: Int
        /// Whether the event came before.
        let isRepeated: Bool
        let digits: FollowerKey.Digits?
    }

    fileprivate private(set) var pieces: [ReadPiece]
    /// The number of lines before each piece.
    fileprivate private(set) var offsets: [Int] = []
    /// The lines of each partition.
    fileprivate var places: [[Place]]
    /// The partition of each line, in order.
    fileprivate var owners: [Int] = []
    /// The number of the first line that is none.
    fileprivate private(set) var failedLine: Int?
    /// The number of the last line.
    fileprivate private(set) var lastLine: Int

    fileprivate init(_ pieces: [ReadPiece], behind line: Int, partitions: Int) {
        self.pieces = []
        places = Array(repeating: [], count: partitions)
        lastLine = line
        for piece in pieces where failedLine == nil {
            self.pieces.append(piece)
            offsets.append(lastLine)
            failedLine = piece.failedLine.map { $0 + lastLine }
            lastLine += piece.count
        }
    }

    /// The results of the partitions in the order of the lines.
    fileprivate func inOrder(_ results: [[ReplayedLine]]) -> [ReplayedLine] {
        guard results.contains(where: { !$0.isEmpty }) else { return [] }
        var next = Array(repeating: 0, count: results.count)
        var lines: [ReplayedLine] = []
        lines.reserveCapacity(owners.count)
        for owner in owners {
            let line = results[owner][next[owner]]
            next[owner] += 1
            if line.json != nil || line.text != nil { lines.append(line) }
        }
        return lines
    }
}

/// Distributes lines to partitions by follower, and finds redeliveries, which may name different followers.
private struct ReplayRouter {
    private let partitions: Int
    private var seen = EventKeySet()
    private var lastLine = 0
    private(set) var hasLines = false

    init(partitions: Int) {
        self.partitions = partitions
    }

    mutating func route(_ pieces: [ReadPiece]) -> ReplayRound {
        var round = ReplayRound(pieces, behind: lastLine, partitions: partitions)
        for number in round.pieces.indices {
            let piece = round.pieces[number]
            for (place, route) in piece.routes.enumerated() {
                let isRepeated = route.key.map { !seen.insert($0) } ?? false
                let owner = Int(bitPattern: UInt(bitPattern: route.followerHash) % UInt(partitions))
                round.places[owner]
                    .append(
                        ReplayRound.Place(piece: number, line: place, isRepeated: isRepeated, digits: route.digits)
                    )
                round.owners.append(owner)
            }
            hasLines = hasLines || !piece.lines.isEmpty
        }
        lastLine = round.lastLine
        return round
    }
}

/// The followers of one part, with their states.
private actor ReplayPartition {
    private var simulation: TrafficSimulation
    private(set) var tally = ReplayTally()

    init(rules: RuleSet) {
        simulation = TrafficSimulation(rules: rules)
    }

    /// Decides the lines of a round that belong to this partition; a result for each if any form is wanted.
    func decide(_ round: ReplayRound, part: Int, as forms: Replayer.Forms) throws -> [ReplayedLine] {
        var results: [ReplayedLine] = []
        if !forms.isEmpty { results.reserveCapacity(round.places[part].count) }
        let followers = round.places[part].map { $0.digits.map { simulation.announce($0) } }
        for (place, follower) in zip(round.places[part], followers) {
            let line = round.pieces[place.piece].lines[place.line]
            guard !forms.isEmpty else {
                _ = decide(line, of: follower, isRepeated: place.isRepeated, isShown: false)
                continue
            }
            var result = ReplayedLine()
            let number = round.offsets[place.piece] + line.number
            let outcome = decide(line, of: follower, isRepeated: place.isRepeated, isShown: true)
            if let replayed = ReplayedDecision(line, number: number, outcome: outcome) {
                if forms.contains(.json) { result.json = try replayed.json() }
                if forms.contains(.text) { result.text = replayed.summary() }
            }
            results.append(result)
        }
        return results
    }

    /// Decides and counts a line; nil where it is no event for the rules, or is not shown.
    ///
    /// `follower` is the number of the line's follower, where it is known.
    private func decide(_ line: ReadLine, of follower: Int?, isRepeated: Bool, isShown: Bool) -> ReplayOutcome? {
        if line.isRequest { tally.countRequest(isSigned: line.isSigned) }
        switch line.reading {
        case .action(.event(let event)):
            let follower = follower ?? simulation.number(of: event.follower)
            guard !isRepeated, !event.isStale, let received = line.received else {
                let reason: SilenceReason = isRepeated ? .duplicate : .stale
                tally.count(.silent(reason), of: follower)
                return .undecided(reason)
            }
            let decision = simulation.decide(event, of: follower, at: received)
            tally.count(decision.outcome, of: follower)
            return isShown ? .decided(decision) : nil
        case .action(let action):
            if let received = line.received { _ = simulation.applyFirst(action, at: received) }
        case .gatewayCheck, .header, .refused: break
        }
        tally.count(line.reading)
        return nil
    }
}

/// The outcome of an event.
enum ReplayOutcome: Sendable {
    case decided(Decision)
    /// The event was not given to the rules: it came before, or was too old.
    case undecided(SilenceReason)
}
