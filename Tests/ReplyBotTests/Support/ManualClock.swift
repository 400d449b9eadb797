import Foundation
import Synchronization

@testable import ReplyBot

/// A clock that stands still until a test moves it.
final class ManualClock: BotClock {
    fileprivate struct Sleeper {
        let deadline: Date
        let continuation: CheckedContinuation<Void, any Error>
    }

    fileprivate struct State {
        var now: Date
        var sleepers: [UUID: Sleeper] = [:]
        var watchers: [(latest: Date, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>

    init(_ now: Date) {
        state = Mutex(State(now: now))
    }

    func now() -> Date {
        state.withLock { $0.now }
    }

    func sleep(until deadline: Date) async throws {
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                state.withLock { state in
                    if Task.isCancelled {
                        continuation.resume(throwing: CancellationError())
                    } else if deadline <= state.now {
                        continuation.resume()
                    } else {
                        state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
                        state.wakeWatchers()
                    }
                }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Moves the clock and wakes whoever is due.
    func advance(by seconds: TimeInterval) {
        state.withLock { state in
            state.now += seconds
            for (id, sleeper) in state.sleepers where sleeper.deadline <= state.now {
                state.sleepers[id] = nil
                sleeper.continuation.resume()
            }
        }
    }

    /// Returns when somebody sleeps until a moment that is at most `seconds` away.
    func untilSomebodySleeps(atMost seconds: TimeInterval) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.watchers.append((latest: state.now + seconds, continuation: continuation))
                state.wakeWatchers()
            }
        }
    }
}

extension ManualClock.State {
    fileprivate mutating func wakeWatchers() {
        let earliest = sleepers.values.map(\.deadline).min() ?? .distantFuture
        for watcher in watchers where earliest <= watcher.latest {
            watcher.continuation.resume()
        }
        watchers.removeAll { earliest <= $0.latest }
    }
}
