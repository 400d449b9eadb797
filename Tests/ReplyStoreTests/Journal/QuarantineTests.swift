import BotCore
import Foundation
import GRDB
import TestSupport
import Testing

@testable import ReplyStore

@Suite(.timeLimit(.minutes(5)), .watched)
struct QuarantineTests {
    private let temporary: TemporaryStore
    private var store: ReplyStore { temporary.store }

    init() throws {
        temporary = try TemporaryStore()
    }

    @Test func `each life that ended inside the decision of an event is counted once`() async throws {
        let event = try await store.recordFirst(.sample(1))
        let other = try await store.recordFirst(.sample(2))
        #expect(try await store.countDeaths(inside: [], life: 1) == [:])
        for _ in 0..<3 { #expect(try await store.countDeaths(inside: [event], life: 1) == [event: 1]) }
        #expect(try await store.countDeaths(inside: [event, other], life: .max) == [event: 2, other: 1])
        #expect(try await store.countDeaths(inside: [EventID(rawValue: 99)], life: 3) == [event: 2, other: 1])
        try await store.commit(.sample(event, replies: []))
        #expect(try await store.countDeaths(inside: [event], life: 4) == [other: 1])
        #expect(try await store.quarantine(other, reason: .poison))
        #expect(try await store.countDeaths(inside: [], life: 5) == [:])
    }

    @Test func `an event set aside waits no longer, and a decision that comes late changes nothing`() async throws {
        let event = try await store.recordFirst(.sample(1))
        #expect(try await store.quarantine(event, reason: .poison))
        #expect(try await store.quarantine(event, reason: .undecidable) == false)
        #expect(try await store.undecidedEvents(limit: 10).isEmpty)
        let counts = try await store.counts()
        #expect((counts.undecided, counts.quarantined) == (0, 1))
        #expect(try await store.commit(.sample(event, replies: ["late"])) == false)
        #expect(try await store.counts().queued == 0)
    }

    @Test(arguments: ["poison", "undecidable", "unreadable", "broken-xml", "a code of another version"])
    func `a reason is read as it was stored`(_ text: String) async throws {
        let event = try await store.recordFirst(.sample(1))
        try await store.writer.write { database in
            try database.execute(sql: "UPDATE event SET aside = ? WHERE id = ?", arguments: [text, event])
        }
        let reader = try ReplyStore.openReadOnly(path: temporary.path)
        let reason = try #require(try await reader.quarantinedEvents(limit: 1).first?.quarantineReason)
        #expect(reason.rawValue == text)
        _ = try await store.requeue(event, at: noon)
        try await store.quarantine(event, reason: reason)
        #expect(try await reader.quarantinedEvents(limit: 1).first?.quarantineReason == reason)
    }

    @Test func `a decided event cannot be set aside`() async throws {
        let event = try await store.queue("one", number: 1)
        #expect(try await store.quarantine(event, reason: .poison) == false)
    }

    @Test func `a decision about a contact that somebody else has changed is refused whole`() async throws {
        let event = try await store.recordFirst(.sample(1))
        var decided = DecidedEvent.sample(event, replies: ["one"])
        decided.contact.revision = 7
        await #expect(throws: StoreError.contactChanged) { try await store.commit(decided) }
        #expect(try await store.undecidedEvents(limit: 10).map(\.id) == [event])
        #expect(try await store.counts().queued == 0)
    }
}
