import Synchronization

/// Who waits for a write; answered exactly once.
final class Caller<Value: Sendable>: Sendable {
    private enum State {
        case waiting(CheckedContinuation<Value, any Error>, patience: Task<Void, Never>?)
        case answered
    }

    private let state: Mutex<State>

    init(_ continuation: CheckedContinuation<Value, any Error>) {
        state = Mutex(.waiting(continuation, patience: nil))
    }

    /// Answers, and returns true, unless that was done before.
    @discardableResult
    func answer(_ result: Result<Value, any Error>) -> Bool {
        state.withLock { state in
            guard case .waiting(let continuation, let patience) = state else { return false }
            state = .answered
            patience?.cancel()
            continuation.resume(with: result)
            return true
        }
    }

    /// Answers with `error` when `time` has passed, and then calls `onLoss`.
    func waitAtMost(
        _ time: Duration,
        by clock: any Clock<Duration>,
        else error: StoreError,
        onLoss: @escaping @Sendable () -> Void
    ) {
        let patience = Task {
            guard (try? await clock.sleep(for: time)) != nil else { return }
            if self.answer(.failure(error)) { onLoss() }
        }
        state.withLock { state in
            guard case .waiting(let continuation, _) = state else { return patience.cancel() }
            state = .waiting(continuation, patience: patience)
        }
    }
}
