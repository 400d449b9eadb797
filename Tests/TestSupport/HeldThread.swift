internal import Dispatch

/// Keeps a thread of an executor at work until it is released, or forgotten.
package final class HeldThread: Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let holding: Task<Void, any Error>

    /// Returns once the thread is held.
    ///
    /// - Parameter run: gives the executor work that blocks the thread on which it is done.
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
        // A test that failed before it released the thread leaves it to others.
        gate.signal()
    }

    /// Lets the work end, and returns when it has.
    package func release() async throws {
        gate.signal()
        try await holding.value
    }
}
