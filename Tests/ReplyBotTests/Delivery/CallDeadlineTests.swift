import BotCore
import Foundation
import TestSupport
import Testing

@testable import ReplyBot

/// The time limits of calls to the platform, by a clock that the test moves.
@Suite(.timeLimit(.minutes(5)), .watched)
struct CallDeadlineTests {
    private let clock = ManualClock(Date(timeIntervalSince1970: 1_770_000_000))

    @Test func `a call that ends in time gives its value or its error`() async throws {
        struct Failure: Error {}
        let deadlines = CallDeadlines(clock: clock)
        #expect(try await deadlines.run(until: .seconds(5)) { 7 } == 7)
        await #expect(throws: Failure.self) { try await deadlines.run(until: .seconds(5)) { throw Failure() } }
    }

    @Test func `each call ends at its own deadline, whatever the order in which they begin`() async throws {
        let deadlines = CallDeadlines(clock: clock)
        let limits = [9, 3, 6, 3, 12]
        let (ends, ended) = AsyncStream.makeStream(of: Int.self)
        let calls = limits.map { limit in
            Task { [clock] in
                let value: Void? = try await deadlines.run(until: .seconds(limit)) { try await unending() }
                #expect(value == nil)
                ended.yield(Int(clock.reading().monotonic / .seconds(1)))
            }
        }
        while deadlines.waiting < limits.count { await Task.yield() }
        var times: [Int] = []
        var endings = ends.makeAsyncIterator()
        for (step, count) in [(3, 2), (3, 1), (3, 1), (3, 1)] {
            // The timer is set for the next deadline before the clock moves there.
            try await clock.untilSomebodySleeps(atMost: TimeInterval(step))
            clock.advance(by: TimeInterval(step))
            for _ in 0..<count { if let time = await endings.next() { times.append(time) } }
        }
        #expect(times == [3, 3, 6, 9, 12])
        for call in calls { try await call.value }
    }

    @Test func `a value that comes although its call was cancelled counts`() async throws {
        let deadlines = CallDeadlines(clock: clock)
        let call = Task { [clock] in
            try await deadlines.run(until: .seconds(1)) {
                // A request whose answer was read already does not fail any more.
                try? await unending()
                return clock.reading().monotonic
            }
        }
        try await clock.untilSomebodySleeps(atMost: 1)
        clock.advance(by: 1)
        #expect(try await call.value == .seconds(1))
    }

    @Test func `a cancelled caller cancels its call, and no timer is left`() async throws {
        let deadlines = CallDeadlines(clock: clock)
        let call = Task { try await deadlines.run(until: .seconds(60)) { try await unending() } }
        try await clock.untilSomebodySleeps(atMost: 60)
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        #expect(deadlines.waiting == 0)
        try await clock.untilNobodySleeps()
    }
}

/// Fails when the task is cancelled, and does not end before.
private func unending() async throws {
    let (stream, input) = AsyncStream.makeStream(of: Void.self)
    await withTaskCancellationHandler {
        for await _ in stream {}
    } onCancel: {
        input.finish()
    }
    throw CancellationError()
}
