import Foundation
import Synchronization
import Testing

@testable import ReplyStore

@Suite(.timeLimit(.minutes(20)))
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
        let late = Mutex<[RecordOutcome]>([])
        try await withCheckedLate { note in
            let held = await HeldCommitter(store)
            let record = Task { try await store.record(.sample(1)) { note($0) } }
            await held.waitForQueue(of: 1)
            await clock.untilSleepers(1)
            clock.advance(by: .milliseconds(799))
            #expect(clock.sleepers == 1)
            clock.advance(by: .milliseconds(1))
            await #expect(throws: StoreError.slow(path: temporary.path)) { try await record.value }
            try await held.release()
        } kept: { outcome in
            late.withLock { $0.append(outcome) }
        }
        let event = try #require(try await store.events(limit: 10).first)
        #expect(late.withLock { $0 } == [.first(event.id)])
        #expect(try await store.record(.sample(1)) == .duplicate)
    }

    @Test func `who is answered in time leaves no timer behind`() async throws {
        for number in 0..<10 { _ = try await store.recordFirst(.sample(number)) }
        await clock.untilSleepers(0)
        #expect(store.condition == .working)
    }

    @Test func `a step of the bot's own work waits as long as it takes`() async throws {
        let event = try await store.recordFirst(.sample(1))
        let held = await HeldCommitter(store)
        let decision = Task { try await store.commit(.sample(event, replies: ["one"])) }
        await held.waitForQueue(of: 1)
        clock.advance(by: .seconds(60))
        try await held.release()
        #expect(try await decision.value)
    }

    @Test func `a slow store is failing until a commit comes in time`() async throws {
        let held = await HeldCommitter(store)
        let record = Task { try await store.record(.sample(1)) }
        await clock.untilSleepers(1)
        clock.advance(by: .seconds(1))
        await #expect(throws: StoreError.self) { try await record.value }
        while store.condition == .working { await Task.yield() }
        #expect(store.committer.board.trouble == .slow(path: temporary.path))
        try await held.release()
        _ = try await store.recordFirst(.sample(2))
        #expect(store.condition == .working)
        #expect(store.refusedWrites == 1)
    }

    /// Runs `body` and returns when what came too late for it was told.
    private func withCheckedLate(
        _ body: (@escaping @Sendable (RecordOutcome) -> Void) async throws -> Void,
        kept: (RecordOutcome) -> Void
    ) async throws {
        let (outcomes, input) = AsyncStream.makeStream(of: RecordOutcome.self)
        try await body { input.yield($0) }
        if let outcome = await outcomes.first(where: { _ in true }) { kept(outcome) }
    }
}
