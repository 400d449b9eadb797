import Foundation
import ReplyStore
import Testing

struct PoisonTests {
    private let temporary: TemporaryStore
    private var store: ReplyStore { temporary.store }

    init() throws {
        temporary = try TemporaryStore()
    }

    @Test func `tries to decide an event are counted`() async throws {
        let event = try await store.recordFirst(.sample(1))
        #expect(try await store.beginDeciding(event) == 1)
        #expect(try await store.beginDeciding(event) == 2)
        try await store.commit(.sample(event, replies: []))
        await #expect(throws: StoreError.unknownEvent(event)) { try await store.beginDeciding(event) }
    }

    @Test func `an event set aside waits no longer, and a decision that comes late changes nothing`() async throws {
        let event = try await store.recordFirst(.sample(1))
        #expect(try await store.setAside(event, reason: "poison"))
        #expect(try await store.setAside(event, reason: "again") == false)
        #expect(try await store.undecidedEvents(limit: 10).isEmpty)
        let counts = try await store.counts()
        #expect((counts.undecided, counts.aside) == (0, 1))
        #expect(try await store.commit(.sample(event, replies: ["late"])) == false)
        #expect(try await store.counts().queued == 0)
    }

    @Test func `a decided event cannot be set aside`() async throws {
        let event = try await store.queue("one", number: 1)
        #expect(try await store.setAside(event, reason: "poison") == false)
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
