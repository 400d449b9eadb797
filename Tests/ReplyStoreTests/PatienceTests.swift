import Foundation
import Synchronization
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
        let late = Outcomes()
        let held = await HeldCommitter(store)
        let record = Task { try await store.record(.sample(1)) { late.add($0) } }
        try await held.waitForQueue(of: 1)
        try await clock.untilSleepers(1)
        clock.advance(by: .milliseconds(799))
        #expect(clock.sleepers == 1)
        clock.advance(by: .milliseconds(1))
        await #expect(throws: StoreError.slow(path: temporary.path)) { try await record.value }
        try await held.release()
        // Whoever is answered next is answered after it was told.
        #expect(try await store.record(.sample(1)) == .duplicate)
        let event = try #require(try await store.events(limit: 10).first)
        #expect(late.all == [.first(event.id)])
    }

    @Test func `events are told in the order of their numbers, each before its caller is answered`() async throws {
        let told = Outcomes()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let outcome = try await store.record(.sample(number)) { told.add($0) }
                    #expect(told.all.contains(outcome))
                }
            }
            try await group.waitForAll()
        }
        let stored = try await store.events(limit: 1_000).map { RecordOutcome.first($0.id) }
        #expect(stored.count == 200 && told.all == stored)
    }

    @Test func `who is answered in time leaves no timer behind`() async throws {
        for number in 0..<10 { _ = try await store.recordFirst(.sample(number)) }
        try await clock.untilSleepers(0)
        #expect(store.condition == .working)
    }

    @Test func `a step of the bot's own work waits as long as it takes`() async throws {
        let event = try await store.recordFirst(.sample(1))
        let held = await HeldCommitter(store)
        let decision = Task { try await store.commit(.sample(event, replies: ["one"])) }
        try await held.waitForQueue(of: 1)
        clock.advance(by: .seconds(60))
        try await held.release()
        #expect(try await decision.value)
    }

    @Test func `a slow store is failing until a commit comes in time`() async throws {
        let held = await HeldCommitter(store)
        let record = Task { try await store.record(.sample(1)) }
        try await clock.untilSleepers(1)
        clock.advance(by: .seconds(1))
        await #expect(throws: StoreError.self) { try await record.value }
        try await until { store.condition != .working }
        #expect(store.committer.board.trouble == .slow(path: temporary.path))
        try await held.release()
        _ = try await store.recordFirst(.sample(2))
        #expect(store.condition == .working)
        #expect(store.refusedWrites == 1)
    }
}

/// What was told, in order.
private final class Outcomes: Sendable {
    private let kept = Mutex<[RecordOutcome]>([])
    var all: [RecordOutcome] { kept.withLock { $0 } }
    func add(_ outcome: RecordOutcome) { kept.withLock { $0.append(outcome) } }
}
