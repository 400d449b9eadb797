internal import AlipayClient
internal import BotCore
internal import Evidence
internal import Foundation
internal import OperatorText
internal import ReplyStore
internal import RuleEngine

/// Puts a recording into a store, for the console and for tests; nothing of it is ever answered.
///
/// Each event is decided by the rules here and inserted decided, in one transaction and without replies. So no server
/// finds it undecided, and there is nothing to send. After a failure the import can be run again: it passes over what is
/// in the store, and goes on from the followers' states there.
package struct RecordingImport {
    /// Lines that one transaction takes.
    private static let chunk = 200

    /// What became of the lines.
    package struct Count: Sendable, Hashable {
        /// New events.
        package var events = 0
        /// Events that the store had, or had forgotten, and events that occur twice in the recording.
        package var duplicates = 0
        /// Operators' hand-offs and changes of the rules.
        package var changes = 0
        /// Requests that are encrypted or cannot be read.
        package var unreadable = 0
        /// The console's handshakes.
        package var handshakes = 0

        package init() {}
    }

    private let store: ReplyStore
    private let rules: LoadedRuleFiles
    private let reader: TrafficReader
    private var scratch: DecisionScratch
    private var states: [FollowerKey: ContactState] = [:]
    private var isKnown: Set<EventKey> = []
    /// Hand-offs that the store has, of followers of whom the next event may not be there yet.
    private var pendingHandoffs: [FollowerKey: Date?] = [:]
    private var batch: [ImportedEntry] = []
    private var isStoreEmpty = false
    private var generation = 0
    private var count = Count()
    /// What the last commit brought into the store.
    private(set) var kept = Count()

    init(into store: ReplyStore, by rules: LoadedRuleFiles, freshness: EventFreshness = EventFreshness()) {
        self.store = store
        self.rules = rules
        reader = TrafficReader(freshness: freshness)
        scratch = rules.rules.makeScratch()
    }

    /// Imports a whole recording into the database at a path, which no server may use.
    ///
    /// - Throws: `CommandFailure`.
    package static func run(
        _ recording: Recording,
        into path: String,
        by rules: LoadedRuleFiles,
        configuration: BotConfiguration,
        report: (TrafficSource.Progress) -> Void = { _ in }
    ) async throws -> Count {
        let store = try StoreOpening.open(path)
        var run = RecordingImport(into: store, by: rules, freshness: configuration.alipay.freshness)
        let count: Count
        do {
            count = try await run.add(recording, report: report)
        } catch {
            // The failure is reported, not one that closing may add to it.
            try? await store.close()
            throw run.failure(error)
        }
        try await store.close()
        return count
    }

    /// The failure of an import, with what it leaves behind.
    private func failure(_ error: any Error) -> CommandFailure {
        let cause = (error as? CommandFailure) ?? CommandFailure("\(error)", "\(error)")
        return cause.adding(
            LocalizedText(
                "失败之前已导入 \(kept.events) 个事件，它们留在数据库里；排除原因后把同一条命令再跑一遍是安全的：已有的事件会跳过",
                "\(English.count(kept.events, of: "event was", plural: "events were")) imported before the failure and "
                    + "\(English.agreed(kept.events, one: "stays", many: "stay")) in the database; once the cause is "
                    + "mended, running the same command again is safe: it passes over what is there"
            )
        )
    }

    /// Imports a whole recording; what was committed before a failure stays, and a second run counts it as duplicates.
    mutating func add(
        _ recording: Recording,
        report: (TrafficSource.Progress) -> Void = { _ in }
    ) async throws -> Count {
        var recording = recording
        var progress = TrafficSource.Progress(size: recording.size)
        // An empty store knows no event and no follower.
        isStoreEmpty = try await store.isEmpty()
        while let line = try recording.next() {
            try await add(line)
            (progress.bytes, progress.entries) = (recording.bytesRead, progress.entries + 1)
            report(progress)
            if batch.count >= Self.chunk { try await commit() }
        }
        try await commit()
        return count
    }

    private mutating func add(_ line: NumberedLine) async throws {
        let entry: TrafficEntry
        switch try reader.read(line.line) {
        case .header: return
        case .gatewayCheck:
            count.handshakes += 1
            return
        case .refused:
            count.unreadable += 1
            return
        case .action(let action):
            guard let received = line.line.received else { return }
            entry = TrafficEntry(number: line.number, at: received, action: action)
        }
        switch entry.action {
        case .event(let event):
            try await add(event, of: line, at: entry.at)
        case .handoff(let follower, let until):
            let change = HandoffChange(
                appID: follower.account,
                userID: follower.user,
                at: entry.at,
                until: until
            )
            count.changes += 1
            batch.append(.handoff(change))
            if try await isInStore(change) {
                // The state in the store is that after the follower's last event there, which may be later.
                pendingHandoffs[follower] = .some(until)
            } else {
                pendingHandoffs[follower] = nil
                try await apply(handoffUntil: until, to: follower)
            }
        case .reload(let checksum):
            generation += 1
            count.changes += 1
            batch.append(.rules(RuleChange(at: entry.at, generation: generation, checksum: checksum)))
        }
    }

    private mutating func add(_ event: TrafficEvent, of line: NumberedLine, at received: Date) async throws {
        let entry = try Self.entry(event, of: line, at: received)
        let isNew = isKnown.insert(event.key).inserted
        guard isNew, try await isUnknown(entry) else {
            count.duplicates += 1
            if isNew { pendingHandoffs[event.follower] = nil }
            return
        }
        count.events += 1
        if let until = pendingHandoffs.removeValue(forKey: event.follower) {
            try await apply(handoffUntil: until, to: event.follower)
        }
        let before = try await state(of: event.follower)
        var imported = ImportedEvent(
            entry: entry,
            origin: entry.request.redactedLine == nil ? .recording : .redacted,
            decision: nil,
            basis: nil,
            contact: Contact(appID: entry.appID, userID: entry.userID, lastInteraction: min(entry.created, received))
        )
        if event.isStale {
            if let before { imported.contact = try imported.contact.remembering(before) }
        } else {
            let decision = rules.rules.decide(
                event.event,
                state: before ?? ContactState(),
                at: received,
                using: &scratch
            )
            imported.decision = try DecisionRecord(decision, by: rules.shortChecksum).json()
            imported.basis = try DecisionBasis(simulated: before)
            imported.contact = try imported.contact.remembering(decision.state)
            states[event.follower] = decision.state
        }
        batch.append(.event(imported))
    }

    private mutating func apply(handoffUntil until: Date?, to follower: FollowerKey) async throws {
        var state = try await state(of: follower) ?? ContactState()
        state.handoffUntil = until
        states[follower] = state
    }

    private func isInStore(_ change: HandoffChange) async throws -> Bool {
        if isStoreEmpty { return false }
        return try await store.knows(change)
    }

    private func isUnknown(_ entry: JournalEntry) async throws -> Bool {
        if isStoreEmpty { return true }
        return try await !store.knows(dedupeKey: entry.dedupeKey)
    }

    /// The follower's state so far: from this recording, else from the store; nil for a new follower.
    private mutating func state(of follower: FollowerKey) async throws -> ContactState? {
        if let state = states[follower] { return state }
        guard !isStoreEmpty, let contact = try await store.contact(appID: follower.account, userID: follower.user)
        else { return nil }
        var state = try? ContactState(DecisionBasis(contact))
        // Nothing was sent to this follower from the outbox; an earlier import counted what it did not send.
        if contact.day == nil, let kept = contact.state {
            state?.sent = try? JSONDecoder().decode(ContactState.self, from: kept).sent
        }
        states[follower] = state
        return state
    }

    private mutating func commit() async throws {
        guard !batch.isEmpty else { return }
        _ = try await store.add(batch)
        batch = []
        kept = count
    }

    private static func entry(_ event: TrafficEvent, of line: NumberedLine, at received: Date) throws -> JournalEntry {
        var entry = JournalEntry(
            dedupeKey: event.key.bytes,
            appID: event.follower.account,
            userID: event.follower.user,
            kind: event.event.kind.rawValue,
            created: received,
            received: received,
            request: RecordedRequest(holding: line.line),
            isStale: event.isStale
        )
        guard case .request(let request, _) = line.line else { return entry }
        entry.request = request
        // The key of a delivery to the gateway, so that a request that is also delivered counts once.
        entry.dedupeKey = try Digest.sha256(Array(event.event.messageID.utf8))
        if let inbound = RecordedText.event(of: entry) { (entry.created, entry.kind) = (inbound.created, inbound.kind) }
        return entry
    }
}

extension DecisionBasis {
    /// A follower in a simulation, where every message counts as sent; nil is a new one.
    fileprivate init(simulated state: ContactState?) throws {
        self.init(
            state: try state.map { try JSONEncoder().encode($0) },
            handoffUntil: state?.handoffUntil,
            day: state?.sent?.day,
            sends: state?.sent?.messages ?? 0,
            oldestAnswer: state?.oldestAnswer
        )
    }
}
