import BotCore
import Foundation
import ReplyStore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct ClockStepTests {
    private let temporary: TemporaryStore
    private var store: ReplyStore { temporary.store }

    init() throws {
        temporary = try TemporaryStore()
    }

    @Test(arguments: [-3_600.0, -5, 5, 3_600])
    func `a waiting reply is due at once, and its expiry moves with the clock`(_ seconds: Double) async throws {
        try await store.queue("one", number: 1)
        #expect(try await store.retry(store.claimOne(), at: noon.addingTimeInterval(200), reason: nil))
        let now = noon.addingTimeInterval(seconds)
        #expect(try await store.followClock(ClockStep(seconds: seconds), now: now) == 1)
        #expect(try await store.claimOne(at: now, token: 2).expires == now.addingTimeInterval(300))
    }

    @Test func `a lease lasts as long as before the clock was set`() async throws {
        try await store.queue("one", number: 1)
        let reply = try await store.claimOne()
        let now = noon.addingTimeInterval(3_600)
        #expect(try await store.followClock(ClockStep(seconds: 3_600), now: now) == 1)
        #expect(try await store.claim(at: now.addingTimeInterval(29.999), token: 2).isEmpty)
        #expect(try await store.markSent(reply, at: now))
    }

    @Test(arguments: [-3_600.0, 3_600])
    func `a time written after the clock was set stays as it is`(_ seconds: Double) async throws {
        try await store.queue("one", number: 1)
        // The clock had been set before noon, and the store is asked only now.
        let moved = try await store.followClock(ClockStep(seconds: seconds), now: noon.addingTimeInterval(1))
        #expect(moved == 0)
        #expect(try await store.claimOne().expires == noon.addingTimeInterval(300))
    }

    @Test(arguments: [-3_600.0, 172_800.0])
    func `the 48 hours and a hand-off of a follower who waits move too`(_ seconds: Double) async throws {
        try await store.queue("one", number: 1)
        let before = try await store.sampleContact()
        let now = noon.addingTimeInterval(seconds + 1)
        #expect(try await store.followClock(ClockStep(seconds: seconds), now: now.addingTimeInterval(-2)) == 1)
        let after = try await store.sampleContact()
        #expect(after.lastInteraction == before.lastInteraction.addingTimeInterval(seconds))
        #expect(after.revision == before.revision + 1)
    }

    @Test func `a settled reply keeps its times`() async throws {
        try await store.queue("one", number: 1)
        #expect(try await store.markSent(store.claimOne(), at: noon))
        #expect(try await store.followClock(ClockStep(seconds: -3_600), now: noon.addingTimeInterval(-3_600)) == 0)
    }
}
