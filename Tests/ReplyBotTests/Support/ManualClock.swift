import BotCore
import Foundation
import Synchronization

@testable import ReplyBot

/// A clock that stands still until a test moves it.
final class ManualClock: BotClock {
    fileprivate struct Sleeper {
        let deadline: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }

    fileprivate struct Watcher {
        let latest: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }

    fileprivate struct State {
        var wall: Date
        var monotonic = Duration.zero
        var sleepers: [UUID: Sleeper] = [:]
        var watchers: [UUID: Watcher] = [:]
    }

    private let state: Mutex<State>

    init(_ now: Date) {
        state = Mutex(State(wall: now))
    }

    func reading() -> ClockReading {
        state.withLock { ClockReading(wall: $0.wall, monotonic: $0.monotonic) }
    }

    func sleep(for duration: Duration) async throws {
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                state.withLock { state in
                    if Task.isCancelled {
                        continuation.resume(throwing: CancellationError())
                    } else if duration <= .zero {
                        continuation.resume()
                    } else {
                        state.sleepers[id] = Sleeper(deadline: state.monotonic + duration, continuation: continuation)
                        state.wakeWatchers()
                    }
                }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Sets the wall clock, as an operator or a time server does; no time passes.
    func set(by seconds: TimeInterval) {
        state.withLock { $0.wall += seconds }
    }

    /// Lets time pass and wakes due sleepers.
    func advance(by seconds: TimeInterval) {
        state.withLock { state in
            state.wall += seconds
            state.monotonic += .seconds(seconds)
            for (id, sleeper) in state.sleepers where sleeper.deadline <= state.monotonic {
                state.sleepers[id] = nil
                sleeper.continuation.resume()
            }
        }
    }

    /// Returns when no sleep is left.
    func untilNobodySleeps() async throws {
        while state.withLock({ !$0.sleepers.isEmpty }) {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    /// Returns when a sleep ends in at most `seconds`.
    ///
    /// - Throws: `CancellationError` when the test's time is over.
    func untilSomebodySleeps(atMost seconds: TimeInterval) async throws {
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                state.withLock { state in
                    guard !Task.isCancelled else { return continuation.resume(throwing: CancellationError()) }
                    let latest = state.monotonic + .seconds(seconds)
                    state.watchers[id] = Watcher(latest: latest, continuation: continuation)
                    state.wakeWatchers()
                }
            }
        } onCancel: {
            state.withLock { $0.watchers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }
}

extension ManualClock.State {
    fileprivate mutating func wakeWatchers() {
        let earliest = sleepers.values.map(\.deadline).min() ?? .seconds(Int64.max / 4)
        for (id, watcher) in watchers where earliest <= watcher.latest {
            watchers[id] = nil
            watcher.continuation.resume()
        }
    }
}
