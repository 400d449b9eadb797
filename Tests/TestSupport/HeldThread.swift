internal import Dispatch

/// Blocks a thread of an executor until it is released or deinitialised.
package final class HeldThread: Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let holding: Task<Void, any Error>

    /// Returns once the thread is held.
    ///
    /// - Parameter run: gives the executor `work`, which blocks its thread.
    package init(_ run: @escaping @Sendable (_ work: @escaping @Sendable () -> Void) async throws -> Void) async {
        let (begun, announce) = AsyncStream.makeStream(of: Void.self)
        holding = Task { [gate] in
            defer { announce.finish() }
            try await run {
                announce.finish()
                gate.wait()
            }
        }
        for await _ in begun {}
    }

    deinit {
        // A failed test releases the thread too.
        gate.signal()
    }

    /// Releases the thread, and returns when the work has ended.
    package func release() async throws {
        gate.signal()
        try await holding.value
    }
}
