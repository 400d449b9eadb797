import Foundation
import TestSupport
import Testing

@testable import ReplyStore

@Suite(.timeLimit(.minutes(5)), .watched)
struct PatienceTests {
    private let clock = TickingClock()
    private let temporary: TemporaryStore
    private var store: ReplyStore { temporary.store }

    init() throws {
        temporary = try TemporaryStore { [clock] options in
            options.clock = clock
            options.patience = StoreOptions().patience
        }
    }

    @Test func `whoever waits too long for an event is sent away, and the event is stored all the same`() async throws {
        let feed = CommitFeed<String>()
        let committed = feed.committedEvents()
        let held = await HeldWriter(store)
        let record = Task { try await store.record(.sample(1), companion: "late", publishingTo: feed) }
        try await held.waitForQueue(of: 1)
        try await clock.untilSleepers(1)
        clock.advance(by: .milliseconds(799))
        #expect(clock.sleepers == 1)
        clock.advance(by: .milliseconds(1))
        await #expect(throws: StoreError.slow(path: temporary.path)) { try await record.value }
        try await held.release()
        // The next caller is answered after the event was published.
        #expect(try await store.record(.sample(1)) == .duplicate)
        let event = try #require(try await store.events(limit: 10).first)
        #expect(await committed.published() == [event.id])
    }

    @Test func `callers answered in time share one timer, which ends by itself and fails nobody`() async throws {
        for number in 0..<10 { _ = try await store.recordFirst(.sample(number)) }
        try await clock.untilSleepers(1)
        clock.advance(by: .milliseconds(800))
        try await clock.untilSleepers(0)
        #expect(store.health == .working)
        #expect(store.refusedWrites == 0)
    }

    @Test func `each caller waits for the whole time, also behind others who were answered`() async throws {
        _ = try await store.recordFirst(.sample(1))
        try await clock.untilSleepers(1)
        clock.advance(by: .milliseconds(500))
        let held = await HeldWriter(store)
        let record = Task { try await store.record(.sample(2)) }
        try await held.waitForQueue(of: 1)
        clock.advance(by: .milliseconds(300))
        // The timer of the first caller has rung, and is set again for the second one.
        try await clock.untilSleepers(1)
        #expect(store.health == .working)
        clock.advance(by: .milliseconds(500))
        await #expect(throws: StoreError.slow(path: temporary.path)) { try await record.value }
        try await held.release()
    }

    @Test func `a step of the bot's own work waits as long as it takes`() async throws {
        let event = try await store.recordFirst(.sample(1))
        let held = await HeldWriter(store)
        let decision = Task { try await store.commit(.sample(event, replies: ["one"])) }
        try await held.waitForQueue(of: 1)
        clock.advance(by: .seconds(60))
        try await held.release()
        #expect(try await decision.value)
    }

    @Test func `a slow store is failing until a commit comes in time`() async throws {
        let held = await HeldWriter(store)
        let record = Task { try await store.record(.sample(1)) }
        try await clock.untilSleepers(1)
        clock.advance(by: .seconds(1))
        await #expect(throws: StoreError.self) { try await record.value }
        try await until { store.health != .working }
        #expect(store.writer.health.failure == .slow(path: temporary.path))
        try await held.release()
        _ = try await store.recordFirst(.sample(2))
        #expect(store.health == .working)
        #expect(store.refusedWrites == 1)
    }
}
