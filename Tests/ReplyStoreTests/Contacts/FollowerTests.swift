import Foundation
import GRDB
import TestSupport
import Testing

@testable import ReplyStore

/// Followers, and how they are forgotten.
@Suite(.timeLimit(.minutes(5)), .watched)
struct FollowerTests {
    private let later = noon.addingTimeInterval(40 * 86_400)

    @Test(arguments: StoreKind.allCases)
    func `all of one follower is forgotten, and nothing of another`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", "two", number: 1)
        #expect(try await store.markSent(store.claimOne(), at: noon))
        _ = try await store.recordFirst(.sample(2, isStale: true))
        let other = try await store.queue("three", number: 3, user: "2099")
        let forgotten = try await store.forget(userID: "2088")
        #expect((forgotten.events, forgotten.replies, forgotten.contacts) == (2, 2, 1))
        #expect((forgotten.waiting, forgotten.underWay) == (1, 0))
        #expect(try await store.contact(appID: "2014", userID: "2088") == nil)
        #expect(try await store.events(limit: 10).map(\.id) == [other])
        #expect(try await store.claim().map(\.text) == ["three"])
        #expect(try await store.forget(userID: "2088").isEmpty)
        #expect(try await store.sampleContact(user: "2099").waiting == 0)
    }

    @Test func `a follower with many events is forgotten batch by batch, with what came meanwhile`() async throws {
        let store = try ReplyStore.inMemory()
        for number in 0..<450 {
            _ = try await store.recordFirst(.sample(number, user: number % 3 == 0 ? "2099" : "2088"))
        }
        #expect(try await store.forget(userID: "2088").events == 300)
        #expect(try await store.events(limit: 999).allSatisfy { $0.entry.userID == "2099" })
        #expect(try await store.counts().undecided == 150)
    }

    @Test(arguments: StoreKind.allCases)
    func `a redelivery of what was forgotten is known, until events of its age are deleted`(
        _ kind: StoreKind
    ) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        _ = try await store.forget(userID: "2088")
        #expect(try await store.record(.sample(1)) == .duplicate)
        #expect(try await store.contact(appID: "2014", userID: "2088") == nil)
        _ = try await store.prune(olderThan: noon.addingTimeInterval(1), limit: 10)
        #expect(try await store.record(.sample(1)) == .duplicate)
        _ = try await store.prune(olderThan: noon.addingTimeInterval(2), limit: 10)
        _ = try await store.recordFirst(.sample(1))
    }

    @Test(arguments: StoreKind.allCases)
    func `a decision that was under way comes to nothing, and brings nobody back`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let event = try await store.recordFirst(.sample(1))
        _ = try await store.forget(userID: "2088")
        #expect(try await store.commit(.sample(event, replies: ["one"])) == false)
        #expect(try await store.contact(appID: "2014", userID: "2088") == nil)
        #expect(try await store.claim().isEmpty)
    }

    @Test(arguments: StoreKind.allCases)
    func `a reply that was being sent is counted, and its outcome is not kept`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        let reply = try await store.claimOne()
        #expect(try await store.hasReply(reply.id))
        #expect(try await store.forget(userID: "2088").underWay == 1)
        #expect(try await !store.markSent(reply, at: noon))
        #expect(try await !store.markDead(reply, reason: "expired", at: noon))
        #expect(try await !store.hasReply(reply.id))
    }

    @Test func `no byte of it is left in the files`() async throws {
        let temporary = try TemporaryStore()
        let secret = Data("canary-7391".utf8)
        for number in 0..<30 {
            var entry = JournalEntry.sample(number, user: number % 2 == 0 ? "canary-user" : "2099")
            if number % 2 == 0 { entry.request.body = Array(secret) + [UInt8](repeating: 7, count: 900) }
            let event = try await temporary.store.recordFirst(entry)
            guard number % 2 == 0 else { continue }
            var decided = DecidedEvent.sample(event, user: "canary-user", replies: ["canary-7391 reply"])
            decided.contact.state = secret
            try await temporary.store.commit(decided)
        }
        #expect(try Self.isFound(secret, in: temporary.path))
        #expect(try await temporary.store.forget(userID: "canary-user").events == 15)
        for canary in [secret, Data("canary-user".utf8)] {
            #expect(try !Self.isFound(canary, in: temporary.path))
        }
    }

    /// Whether these bytes are in the database or its log.
    private static func isFound(_ bytes: Data, in path: String) throws -> Bool {
        try ["", "-wal"].map { path + $0 }.filter(FileManager.default.fileExists)
            .contains { try Data(contentsOf: URL(filePath: $0)).range(of: bytes) != nil }
    }
}

/// Contacts of followers who do not come back.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ContactPruningTests {
    private static let retention: TimeInterval = 30 * 86_400
    private let now = noon.addingTimeInterval(retention)

    private func prune(_ store: ReplyStore, after seconds: TimeInterval = 10) async throws -> Int {
        let now = now.addingTimeInterval(seconds)
        return try await store.pruneContacts(silentSince: now.addingTimeInterval(-Self.retention), now: now)
    }

    @Test(arguments: StoreKind.allCases)
    func `a contact goes when the follower was silent for the whole time, and not before`(
        _ kind: StoreKind
    ) async throws {
        let tested = try kind.make()
        let store = tested.store
        let event = try await store.recordFirst(.sample(10))
        try await store.commit(.sample(event, replies: []))
        #expect(try await prune(store, after: 10) == 0)
        #expect(try await prune(store, after: 10.001) == 1)
        #expect(try await store.contact(appID: "2014", userID: "2088") == nil)
    }

    @Test func `many contacts go in one run, the others stay`() async throws {
        let store = try ReplyStore.inMemory()
        for number in 0..<700 {
            let entry = JournalEntry.sample(number % 2 == 0 ? number : number + 5_000, user: "u\(number)")
            let event = try await store.recordFirst(entry)
            var decided = DecidedEvent.sample(event, user: "u\(number)", replies: [])
            decided.contact.lastInteraction = entry.created
            try await store.commit(decided)
        }
        #expect(try await prune(store, after: 1_000) == 350)
        #expect(try await store.contact(appID: "2014", userID: "u0") == nil)
        #expect(try await store.contact(appID: "2014", userID: "u1") != nil)
    }

    /// The reason that keeps a contact, and its end.
    static let needs: [(need: String, days: Int)] = [
        ("a cooldown", 60), ("a hand-off", 31), ("a message of a later day", 33), ("an open reply", 99),
        ("an undecided event", 99),
    ]

    @Test(arguments: needs)
    func `a contact of which something is still needed stays until it is not`(need: String, days: Int) async throws {
        let store = try ReplyStore.inMemory()
        let event = try await store.recordFirst(.sample(1))
        var decided = DecidedEvent.sample(event, replies: need == "an open reply" ? ["one"] : [])
        decided.contact.lastInteraction = noon
        if need == "a cooldown" { decided.contact.keepUntil = noon.addingTimeInterval(60 * 86_400) }
        if need == "a hand-off" { decided.contact.handoffUntil = noon.addingTimeInterval(31 * 86_400) }
        if need != "an undecided event" { try await store.commit(decided) }
        if need == "a message of a later day" {
            let answer = try await store.recordFirst(.sample(2))
            try await store.commit(.sample(answer, replies: ["two"]))
            #expect(try await store.markSent(store.claimOne(day: "2026-02-12"), at: noon))
        }
        #expect(try await prune(store, after: 86_399) == 0, "\(need)")
        let isOver = try await prune(store, after: TimeInterval(days - 30) * 86_400 + 43_200)
        #expect(isOver == (days == 99 ? 0 : 1), "\(need)")
    }

    @Test func `answers are found by their age, and replaced only where nobody else changed the contact`() async throws
    {
        let store = try ReplyStore.inMemory()
        for number in 1...3 {
            let event = try await store.recordFirst(.sample(number, user: "u\(number)"))
            var decided = DecidedEvent.sample(event, user: "u\(number)", replies: [])
            decided.contact.oldestAnswer = number < 3 ? noon.addingTimeInterval(TimeInterval(number)) : nil
            try await store.commit(decided)
        }
        let found = try await store.contacts(answeredUntil: noon.addingTimeInterval(1), limit: 10)
        #expect(found.map(\.userID) == ["u1"])
        let old = try #require(found.first)
        var new = old
        (new.state, new.oldestAnswer) = (Data("forgetful".utf8), nil)
        #expect(try await store.replaceStates([(old: old, new: new)]) == 1)
        #expect(try await store.replaceStates([(old: old, new: new)]) == 0)
        #expect(try await store.contacts(answeredUntil: noon.addingTimeInterval(9), limit: 10).map(\.userID) == ["u2"])
        // A decision that had read the contact before is made again.
        let event = try await store.recordFirst(.sample(9, user: "u1"))
        var decided = DecidedEvent.sample(event, user: "u1", replies: [])
        decided.contact = old
        await #expect(throws: StoreError.contactChanged) { try await store.commit(decided) }
    }

    @Test func `the state that an earlier version kept of a follower counts as old`() throws {
        let queue = try DatabaseQueue()
        try Migrations.migrator.migrate(queue, upTo: "002 poison events, started sends, hand-off changes")
        try queue.write { database in
            try database.execute(
                sql: "INSERT INTO contact (app_id, user_id, last_interaction, state) VALUES ('a', 'u', 1, x'7b7d')"
            )
            try database.execute(sql: "INSERT INTO contact (app_id, user_id, last_interaction) VALUES ('a', 'v', 1)")
        }
        try Migrations.migrator.migrate(queue)
        let old = try queue.read { try $0.contacts(answeredUntil: noon, limit: 10) }
        #expect(old.map(\.userID) == ["u"] && old.first?.keepUntil == nil)
    }
}
