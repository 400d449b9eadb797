import Foundation
import ReplyStore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct ContactTests {
    @Test(arguments: StoreKind.allCases)
    func `a follower who never wrote is not known`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        #expect(try await store.contact(appID: "2014", userID: "2088") == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `the last interaction only moves forward`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        for number in [5, 9, 2] { _ = try await store.recordFirst(.sample(number)) }
        #expect(try await store.sampleContact().lastInteraction == JournalEntry.sample(9).created)
    }

    @Test(arguments: StoreKind.allCases)
    func `an event from the future does not lengthen the 48 hours`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        var entry = JournalEntry.sample(1)
        entry.created = noon.addingTimeInterval(86_400)
        _ = try await store.recordFirst(entry)
        #expect(try await store.sampleContact().lastInteraction == entry.received)
    }

    @Test(arguments: StoreKind.allCases)
    func `a decision keeps the hand-off and leaves the count of sends alone`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
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
