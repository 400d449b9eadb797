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
        var round: ReplayRound?
        repeat {
            let pieces = try await input.nextPieces(2 * workers)
            // The next pieces are read while the present ones are decided.
            let (read, results) = try await work(on: pieces, deciding: round, by: partitions, as: forms)
            for line in results { try emit(line) }
            if let failed = round?.failedLine { throw input.noLine(failed) }
            progress.lines = round?.lastLine ?? 0
            report(progress)
            progress.bytes += pieces.reduce(0) { $0 + $1.count }
            round = pieces.isEmpty ? nil : router.route(read)
        } while round != nil
        guard progress.lines > 0, router.hasLines else { throw input.hasNoLines }
        var summary = ReplaySummary()
        for partition in partitions { summary.add(await partition.tally) }
        return summary
    }

    /// Parses pieces, and decides a round that was parsed before.
    private func work(
        on pieces: [[UInt8]],
        deciding round: ReplayRound?,
        by partitions: [ReplayPartition],
        as forms: Forms
    ) async throws -> (read: [ReadPiece], results: [ReplayedLine]) {
        try await withThrowingTaskGroup(of: PartOfWork.self) { group in
            if let round {
                for (number, partition) in partitions.enumerated() {
                    group.addTask { .decided(number, try await partition.decide(round, part: number, as: forms)) }
                }
            }
            for (number, piece) in pieces.enumerated() {
                group.addTask { [reader] in .read(number, try ReadPiece(piece, by: reader)) }
            }
            var read: [ReadPiece?] = Array(repeating: nil, count: pieces.count)
            var decided: [[ReplayedLine]] = Array(repeating: [], count: partitions.count)
            for try await part in group {
                switch part {
                case .read(let number, let piece): read[number] = piece
                case .decided(let number, let lines): decided[number] = lines
                }
            }
            return (read.compactMap(\.self), round?.inOrder(decided) ?? [])
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
    /// All lines, blank ones included.
    fileprivate private(set) var count = 0
    /// The number in the piece of a line that is none; no line behind it is read.
    fileprivate private(set) var failedLine: Int?

    init(_ piece: [UInt8], by reader: TrafficReader) throws {
        var places = PieceLines(piece)
        lines.reserveCapacity(piece.count / 512)
        while let range = places.next() {
            guard range.count <= RecordingFile.lineLimit,
                let line = try? RecordedLine(bytes: piece.span.extracting(range))
            else {
                failedLine = places.count
                break
            }
            lines.append(ReadLine(line, number: places.count, reading: try reader.read(line)))
        }
        count = places.count
    }
}

/// A line in the terms of rules.
struct ReadLine: Sendable {
    /// The number of the line in its piece, counted from 1.
    let number: Int
    /// When the request came; nil for the header.
    let received: Date?
    let reading: TrafficReader.Reading
    /// Whether the line holds a signed request.
    let isSigned: Bool
    /// Equal for the lines of a follower.
    let followerHash: Int

    fileprivate init(_ line: RecordedLine, number: Int, reading: TrafficReader.Reading) {
        self.number = number
        received = line.received
        self.reading = reading
        if case .request = line { isSigned = true } else { isSigned = false }
        followerHash =
            switch reading {
            case .action(.event(let event)): event.follower.hashValue
            case .action(.handoff(let follower, _)): follower.hashValue
            case .action(.reload), .gatewayCheck, .header, .refused: number
            }
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
    private var seen: Set<EventKey> = []
    private var lastLine = 0
    private(set) var hasLines = false

    init(partitions: Int) {
        self.partitions = partitions
    }

    mutating func route(_ pieces: [ReadPiece]) -> ReplayRound {
        var round = ReplayRound(pieces, behind: lastLine, partitions: partitions)
        for (number, piece) in round.pieces.enumerated() {
            for (place, line) in piece.lines.enumerated() {
                var isRepeated = false
                if case .action(.event(let event)) = line.reading { isRepeated = !seen.insert(event.key).inserted }
                let owner = Int(bitPattern: UInt(bitPattern: line.followerHash) % UInt(partitions))
                round.places[owner].append(ReplayRound.Place(piece: number, line: place, isRepeated: isRepeated))
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
        for place in round.places[part] {
            let line = round.pieces[place.piece].lines[place.line]
            let outcome = decide(line, isRepeated: place.isRepeated)
            tally.count(line, outcome)
            guard !forms.isEmpty else { continue }
            var result = ReplayedLine()
            let number = round.offsets[place.piece] + line.number
            if let replayed = ReplayedDecision(line, number: number, outcome: outcome) {
                if forms.contains(.json) { result.json = try replayed.json() }
                if forms.contains(.text) { result.text = replayed.summary() }
            }
            results.append(result)
        }
        return results
    }

    private func decide(_ line: ReadLine, isRepeated: Bool) -> TrafficSimulation.Outcome? {
        guard case .action(let action) = line.reading, let received = line.received else { return nil }
        return isRepeated ? .undecided(.duplicate) : simulation.applyFirst(action, at: received)
    }
}
