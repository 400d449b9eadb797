import Dispatch

/// Runs `work` on a thread that may block.
///
/// The cooperative pool has as many threads as the machine has processors; a slow disk must not hold one of them.
package func runBlocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global(qos: .utility).async { continuation.resume(with: Result { try work() }) }
    }
}
