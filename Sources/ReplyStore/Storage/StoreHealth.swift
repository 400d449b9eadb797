import Foundation
import Synchronization

/// Where the condition of a store is posted, for any number of readers.
final class ConditionBoard: Sendable {
    fileprivate struct State {
        var condition = StoreCondition.working
        var refused = 0
        var next = 0
        var listeners: [Int: AsyncStream<StoreCondition>.Continuation] = [:]
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Date

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
    }

    /// The condition now.
    var condition: StoreCondition { state.withLock { $0.condition } }
    /// What ails the store now.
    var trouble: StoreError? {
        guard case .failing(let error, _) = condition else { return nil }
        return error
    }
    /// How many writes were refused in this trouble or the last one.
    var refused: Int { state.withLock { $0.refused } }

    /// The condition now and each later one.
    func changes() -> AsyncStream<StoreCondition> {
        let (changes, input) = AsyncStream.makeStream(of: StoreCondition.self)
        let number = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = input
            input.yield(state.condition)
            return state.next
        }
        input.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: number) }
        }
        return changes
    }

    /// Counts writes that were refused.
    func countRefused(_ writes: Int) {
        state.withLock { $0.refused += writes }
    }

    /// Posts trouble; trouble that goes on is posted again only when it has become graver.
    func begin(_ error: StoreError) {
        state.withLock { state in
            switch state.condition {
            case .working:
                state.refused = 0
                state.post(.failing(error, since: now()))
            case .failing(let known, let since) where error.gravity > known.gravity:
                state.post(.failing(error, since: since))
            case .failing:
                break
            }
        }
    }

    /// Posts that all is well.
    func end() {
        state.withLock { state in
            if state.condition != .working { state.post(.working) }
        }
    }

    /// Ends all streams.
    func close() {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.finish() }
    }
}

extension ConditionBoard.State {
    fileprivate mutating func post(_ condition: StoreCondition) {
        self.condition = condition
        for listener in listeners.values { listener.yield(condition) }
    }
}
