import BotCore
import Foundation
import GRDB
import TestSupport
import Testing

@testable import ReplyStore

@Suite(.timeLimit(.minutes(5)), .watched)
struct DecisionTests {
    @Test(arguments: StoreKind.allCases)
    func `a decision stores the summary, the state and the replies`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let event = try await store.queue("one", "two", number: 1)
        #expect(try await store.events(limit: 1).first?.decision == #"{"winner":"\#(event)"}"#)
        #expect(try await store.sampleContact().state == Data("state".utf8))
        let counts = try await store.counts()
        #expect((counts.undecided, counts.queued) == (0, 2))
    }

    @Test(arguments: StoreKind.allCases)
    func `a second decision on an event changes nothing`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let event = try await store.queue("one", number: 1)
        var again = DecidedEvent.sample(event, replies: ["other"])
        again.contact.state = Data("other".utf8)
        #expect(try await store.commit(again) == false)
        #expect(try await store.sampleContact().state == Data("state".utf8))
        #expect(try await store.counts().queued == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a decision whose reply cannot be stored leaves the event undecided and the state as it was`(
        _ kind: StoreKind
    ) async throws {
        let tested = try kind.make()
        let store = tested.store
        let event = try await store.recordFirst(.sample(1))
        let message = Data("full".utf8)
        try await store.writer.write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER refuse BEFORE INSERT ON reply WHEN new.message = x'66756c6c'
                    BEGIN SELECT raise(ABORT, 'no room'); END
                    """
            )
        }
        var decided = DecidedEvent.sample(event, replies: ["one"])
        decided.replies.append(ReplyDraft(message: message, expires: noon))
        await #expect(throws: StoreError.self) { try await store.commit(decided) }
        #expect(try await store.undecidedEvents(limit: 10).map(\.id) == [event])
        #expect(try await store.sampleContact().state == nil)
        #expect(try await store.counts().queued == 0)
    }

    @Test(arguments: StoreKind.allCases)
    func `an event that nobody recorded cannot be decided`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let event = EventID(rawValue: 99)
        await #expect(throws: StoreError.unknownEvent(event)) { try await store.commit(.sample(event, replies: [])) }
    }

    @Test(arguments: StoreKind.allCases)
    func `a stale event cannot be decided`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let event = try await store.recordFirst(.sample(1, isStale: true))
        await #expect(throws: StoreError.unknownEvent(event)) { try await store.commit(.sample(event, replies: [])) }
    }

    @Test(arguments: StoreKind.allCases)
    func `a reply cannot go to another follower than the event's`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let event = try await store.recordFirst(.sample(1, user: "2088"))
        let decided = DecidedEvent.sample(event, user: "9999", replies: ["one"])
        await #expect(throws: StoreError.unknownEvent(event)) { try await store.commit(decided) }
        #expect(try await store.contact(appID: "2014", userID: "9999") == nil)
    }
}
