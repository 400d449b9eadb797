import Foundation
import ReplyStore
import Testing

struct ContactTests {
    private let temporary: TemporaryStore
    private var store: ReplyStore { temporary.store }

    init() throws {
        temporary = try TemporaryStore()
    }

    @Test func `a follower who never wrote is not known`() async throws {
        #expect(try await store.contact(appID: "2014", userID: "2088") == nil)
    }

    @Test func `the last interaction only moves forward`() async throws {
        for number in [5, 9, 2] { _ = try await store.recordFirst(.sample(number)) }
        #expect(try await store.sampleContact().lastInteraction == JournalEntry.sample(9).created)
    }

    @Test func `an event from the future does not lengthen the 48 hours`() async throws {
        var entry = JournalEntry.sample(1)
        entry.created = noon.addingTimeInterval(86_400)
        _ = try await store.recordFirst(entry)
        #expect(try await store.sampleContact().lastInteraction == entry.received)
    }

    @Test func `a decision keeps the hand-off and leaves the count of sends alone`() async throws {
        try await store.queue("one", number: 1)
        _ = try await store.claimOne()
        let event = try await store.recordFirst(.sample(2))
        var decided = DecidedEvent.sample(event, replies: [])
        decided.contact.handoffUntil = noon.addingTimeInterval(60)
        try await store.commit(decided)
        let contact = try await store.sampleContact()
        #expect(contact.handoffUntil == noon.addingTimeInterval(60))
        #expect((contact.day, contact.sends) == (today, 1))
        #expect(contact.lastInteraction == JournalEntry.sample(2).created)
    }
}
