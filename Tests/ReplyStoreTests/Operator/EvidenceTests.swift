import BotCore
import Foundation
import GRDB
import TestSupport
import Testing

@testable import ReplyStore

/// What the store keeps so that decisions can be explained and recordings are complete.
@Suite(.timeLimit(.minutes(5)), .watched)
struct EvidenceTests {
    private let folder: TemporaryStore
    private let reader: JournalReader
    private var store: ReplyStore { folder.store }

    init() throws {
        folder = try TemporaryStore()
        reader = try ReplyStore.openReadOnly(path: folder.path)
    }

    private static let basis = DecisionBasis(
        state: Data(#"{"x":0.1}"#.utf8),
        handoffUntil: noon + 60,
        day: today,
        sends: 7,
        waiting: 2,
        oldestAnswer: noon - 10
    )

    @Test func `the follower before a decision is kept as it was read, with the clock's time`() async throws {
        let event = try await store.recordFirst(.sample(1))
        var decided = DecidedEvent.sample(event, replies: ["one"])
        decided.basis = Self.basis
        decided.decidedAt = noon + 3
        #expect(try await store.commit(decided))
        let record = try #require(try await reader.event(event))
        #expect(record.basis == Self.basis)
        #expect((record.decided, record.decidedAt, record.origin) == (noon, noon + 3, .gateway))
    }

    @Test func `a decision of an earlier version is read without it`() async throws {
        let event = try await store.queue("one", number: 1)
        let record = try #require(try await reader.event(event))
        #expect(record.basis == nil && record.decidedAt == noon)
        let undecided = try await store.recordFirst(.sample(2))
        #expect(try await reader.event(undecided)?.decidedAt == nil)
    }

    @Test func `a database of an earlier version keeps its rows`() throws {
        let queue = try DatabaseQueue()
        try Migrations.migrator.migrate(queue, upTo: "followers: what is forgotten, and when")
        try queue.write { database in
            try database.execute(
                sql: """
                    INSERT INTO event (dedupe_key, app_id, user_id, kind, created, received, is_stale, query,
                        content_type, body, decided, decision)
                    VALUES (zeroblob(16), 'a', 'u', 'text', 1, 2, 0, '', '', x'', 3, '{}')
                    """
            )
        }
        try Migrations.migrator.migrate(queue)
        let event = try #require(try queue.read { try $0.event(EventID(rawValue: 1)) })
        #expect(event.journaled.decision == "{}" && event.basis == nil && event.origin == .gateway)
        #expect(event.decidedAt == Date(milliseconds: 3))
    }

    @Test func `each attempt is kept with its times and code, and goes with its reply`() async throws {
        let event = try await store.queue("one", number: 1)
        let first = try await store.claimOne(at: noon, token: 1)
        #expect(
            try await store.retry(first, at: noon + 5, reason: ReplyReason(code: "A", traceID: "t"), ended: noon + 1)
        )
        let second = try await store.claimOne(at: noon + 5, token: 2)
        #expect(try await store.retry(second, at: noon + 9, reason: "B", cost: .ambiguity, ended: noon + 6))
        // Its request is under way when the process dies.
        _ = try await store.claimOne(at: noon + 9, token: 3)
        #expect(try await store.releaseLeases(now: noon + 10) == 1)
        let last = try await store.claimOne(at: noon + 10, token: 4)
        #expect(try await store.markSent(last, at: noon + 11))
        let attempts = try await reader.attempts(answering: event)
        #expect(attempts.map(\.outcome) == [.failed, .doubtful, .interrupted, .sent])
        #expect(attempts.map(\.code) == ["A", "B", nil, nil] && attempts.first?.traceID == "t")
        #expect(attempts.map(\.begun) == [noon, noon + 5, noon + 9, noon + 10])
        #expect(attempts.map(\.ended) == [noon + 1, noon + 6, noon + 10, noon + 11])
        #expect(attempts.map(\.number) == [1, 2, 3, 4])
        #expect(try await store.prune(olderThan: noon + 3_600, limit: 10) == 1)
        #expect(try await rows("attempt") == 0)
    }

    @Test func `an end without a request is no attempt, and a late outcome of another claim is none`() async throws {
        let event = try await store.queue("one", number: 1)
        let reply = try await store.claimOne()
        #expect(try await store.putBack(reply, reason: .notBegun, at: noon))
        #expect(try await store.markSent(reply, at: noon) == false)
        let again = try await store.claimOne(token: 2)
        #expect(try await store.markDead(again, reason: "expired", at: noon, wasTried: false))
        #expect(try await reader.attempts(answering: event).isEmpty)
    }

    @Test func `an attempt whose lease ends is kept as doubtful`() async throws {
        let event = try await store.queue("one", number: 1)
        _ = try await store.claimOne(at: noon, token: 1)
        let again = try await store.claimOne(at: noon + 31, token: 2)
        #expect(try await store.markDead(again, reason: "X", at: noon + 32))
        let attempts = try await reader.attempts(answering: event)
        #expect(attempts.map(\.outcome) == [.doubtful, .failed] && attempts.map(\.code) == ["lease", "X"])
        #expect(attempts.map(\.begun) == [noon, noon + 31])
    }

    @Test func `the attempts of one reply are bounded, and the last one is always kept`() async throws {
        let event = try await store.queue("one", number: 1, lifetime: 1e6)
        for number in 0..<120 {
            let time = noon + Double(number)
            let reply = try await store.claimOne(at: time, token: UInt64(number + 1))
            #expect(try await store.retry(reply, at: time + 1, reason: "A", cost: .none, ended: time))
        }
        let last = try await store.claimOne(at: noon + 200, token: 999)
        #expect(try await store.markSent(last, at: noon + 200))
        let attempts = try await reader.attempts(answering: event)
        #expect(attempts.count == 100 && attempts.last?.outcome == .sent)
    }

    @Test func `operators' hand-offs and the rules are read in order, once, and within a span`() async throws {
        _ = try await store.recordFirst(.sample(1))
        #expect(try await store.setHandoff(userID: "2088", until: noon + 60, at: noon))
        #expect(try await store.setHandoff(userID: "2088", until: nil, at: noon + 30))
        #expect(try await store.setHandoff(userID: "2099", until: nil, at: noon) == false)
        for number in 1...3 {
            let change = RuleChange(at: noon + Double(number), generation: number, checksum: "c\(number)")
            try await store.record(change)
            try await store.record(change)
        }
        let all = try await reader.changes()
        #expect(all.handoffs.map(\.until) == [noon + 60, nil] && all.handoffs.map(\.at) == [noon, noon + 30])
        #expect(all.rules.map(\.generation) == [1, 2, 3])
        #expect(try await reader.changes(after: all.cursor).rules.isEmpty)
        #expect(try await reader.changes(after: all.cursor).handoffs.isEmpty)
        let some = try await reader.changes(since: noon + 2, until: noon + 30)
        #expect(some.rules.map(\.generation) == [2, 3] && some.handoffs.isEmpty)
        #expect(try await reader.rules(before: noon + 2)?.generation == 1)
        #expect(try await reader.ruleChange(of: "c2", until: noon + 9)?.at == noon + 2)
        #expect(try await reader.ruleChange(of: "c2", until: noon + 1) == nil)
    }

    @Test func `retention takes old changes, but not the rules that were in use`() async throws {
        _ = try await store.recordFirst(.sample(1))
        for second in [0.0, 10, 20] {
            #expect(try await store.setHandoff(userID: "2088", until: noon + 60, at: noon + second))
            try await store.record(RuleChange(at: noon + second, generation: 1, checksum: "c\(second)"))
        }
        _ = try await store.prune(olderThan: noon + 15, limit: 10)
        let left = try await reader.changes()
        #expect(left.handoffs.map(\.at) == [noon + 20])
        #expect(left.rules.map(\.at) == [noon + 10, noon + 20])
    }

    @Test func `a forgotten follower leaves no state, attempt or hand-off`() async throws {
        for (number, user) in [(1, "2088"), (2, "2099")] {
            let event = try await store.recordFirst(.sample(number, user: user))
            var decided = DecidedEvent.sample(event, user: user, replies: ["one"])
            decided.basis = Self.basis
            #expect(try await store.commit(decided))
            #expect(try await store.setHandoff(userID: user, until: noon + 60, at: noon))
        }
        for reply in try await store.claim() { #expect(try await store.markSent(reply, at: noon)) }
        #expect(try await rows("attempt") == 2)
        #expect(try await reader.follower("2088").handoffs.count == 1)
        _ = try await store.forget(userID: "2088")
        #expect(try await rows("attempt") == 1)
        #expect(try await rows("event WHERE state_before IS NOT NULL") == 1)
        #expect(try await reader.changes().handoffs.map(\.userID) == ["2099"])
        #expect(try await reader.follower("2088").isEmpty)
    }

    @Test func `answers in kept states are found by age and replaced`() async throws {
        let event = try await store.recordFirst(.sample(1))
        var decided = DecidedEvent.sample(event, replies: [])
        decided.basis = Self.basis
        #expect(try await store.commit(decided))
        #expect(try await store.bases(answeredUntil: noon - 11, limit: 10).isEmpty)
        var found = try await store.bases(answeredUntil: noon - 10, limit: 10)
        #expect(found == [AnsweredBasis(event: event, basis: Self.basis)])
        found[0].basis.state = Data("{}".utf8)
        found[0].basis.oldestAnswer = nil
        #expect(try await store.replaceStates(found) == 1)
        #expect(try await store.bases(answeredUntil: noon, limit: 10).isEmpty)
        #expect(try await reader.event(event)?.basis == found[0].basis)
    }

    @Test func `a search is bounded by numbers, follower and time`() async throws {
        for number in 1...9 { _ = try await store.recordFirst(.sample(number, user: number == 5 ? "2099" : "2088")) }
        let all = try #require(try await reader.span(of: EventSearch()))
        #expect((all.first.rawValue, all.last.rawValue) == (1, 9))
        let search = EventSearch(userID: "2088", since: noon + 4, until: noon + 8)
        let span = try #require(try await reader.span(of: search))
        #expect((span.first.rawValue, span.last.rawValue) == (4, 7))
        let found = try await reader.events(search, from: span.first, to: span.last, limit: 2)
        #expect(found.map(\.id.rawValue) == [7, 6])
        let rest = try await reader.events(search, from: span.first, to: EventID(rawValue: 5), limit: 9)
        #expect(rest.map(\.id.rawValue) == [4])
        #expect(try await reader.span(of: EventSearch(since: noon + 99)) == nil)
        let middle = try #require(try await reader.event(EventID(rawValue: 4)))
        let neighbours = try await reader.neighbours(of: middle, within: 100)
        #expect((neighbours.previous?.id.rawValue, neighbours.next?.id.rawValue) == (3, 6))
        let near = try await reader.neighbours(of: middle, within: 1)
        #expect((near.previous?.id.rawValue, near.next?.id.rawValue) == (3, nil))
    }

    @Test func `an imported event is decided from the first moment, and a second import adds nothing`() async throws {
        func entries(_ numbers: ClosedRange<Int>) -> [ImportedEntry] {
            numbers.map { number in
                .event(
                    ImportedEvent(
                        entry: .sample(number, isStale: number == 3),
                        origin: .redacted,
                        decision: number == 3 ? nil : #"{"rule":"r"}"#,
                        basis: number == 3 ? nil : Self.basis,
                        contact: Contact(appID: "2014", userID: "2088", lastInteraction: noon, state: Data("s".utf8))
                    )
                )
            }
        }
        let handoff = HandoffChange(appID: "2014", userID: "2088", at: noon, until: noon + 9)
        let rules = RuleChange(at: noon, generation: 1, checksum: "c")
        let changes: [ImportedEntry] = [.handoff(handoff), .rules(rules)]
        let key = JournalEntry.sample(1).dedupeKey
        #expect(try await store.knows(dedupeKey: key) == false)
        #expect(try await store.add(changes + entries(1...3)).compactMap(\.self).count == 3)
        #expect(try await store.knows(dedupeKey: key))
        #expect(try await store.add(changes + entries(1...4)).compactMap(\.self).count == 1)
        #expect(try await store.undecidedEvents(limit: 10).isEmpty)
        #expect(try await store.counts() == StoreCounts())
        #expect(try await reader.event(EventID(rawValue: 1))?.origin == .redacted)
        #expect(try await reader.event(EventID(rawValue: 1))?.basis == Self.basis)
        #expect(try await reader.changes().handoffs == [handoff])
        #expect(try await reader.changes().rules == [rules])
        #expect(try await store.sampleContact().state == Data("s".utf8))
    }

    private func rows(_ table: String) async throws -> Int? {
        try await reader.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
    }
}
