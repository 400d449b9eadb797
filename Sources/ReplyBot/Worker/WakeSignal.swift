internal import Synchronization

/// Wakes one waiting task; waking twice before it looks is waking once.
final class WakeSignal: Sendable {
    fileprivate struct State {
        var isSet = false
        var isClosed = false
        var waiter: CheckedContinuation<Bool, Never>?
    }

    private let state = Mutex(State())

    /// Wakes the waiting task, or the next one to wait.
    func wake() {
        let waiter = state.withLock { state in
            state.isSet = state.waiter == nil
            return state.takeWaiter()
        }
        waiter?.resume(returning: true)
    }

    /// Lets nobody wait any more.
    func close() {
        let waiter = state.withLock { state in
            state.isClosed = true
            return state.takeWaiter()
        }
        waiter?.resume(returning: false)
    }

    /// Returns true when woken, false when cancelled or closed.
    func wait() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A task that is already cancelled has run its handler, which found nobody waiting.
                state.withLock { $0.admit(continuation, isCancelled: Task.isCancelled) }
            }
        } onCancel: {
            state.withLock { $0.takeWaiter() }?.resume(returning: false)
        }
    }
}

extension WakeSignal.State {
    fileprivate mutating func takeWaiter() -> CheckedContinuation<Bool, Never>? {
        defer { waiter = nil }
        return waiter
    }

    fileprivate mutating func admit(_ continuation: CheckedContinuation<Bool, Never>, isCancelled: Bool) {
        if isClosed || isCancelled {
            continuation.resume(returning: false)
        } else if isSet {
            isSet = false
            continuation.resume(returning: true)
        } else {
            waiter?.resume(returning: false)
            waiter = continuation
        }
    }
}
