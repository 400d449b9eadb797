import Synchronization
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct SigningExecutorTests {
    /// The number of running pieces of work, now and at most.
    private final class Running: Sendable {
        private let counts = Mutex((now: 0, most: 0))

        var most: Int { counts.withLock { $0.most } }

        func begin() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }

        func end() { counts.withLock { $0.now -= 1 } }
    }

    @Test func `work runs on the given number of threads, and not more`() async throws {
        let executor = SigningExecutor(threads: 2)
        let running = Running()
        let key = try VectorKeys.signing()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await executor.run {
                        running.begin()
                        defer { running.end() }
                        _ = try key.sign([1])
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect((1...2).contains(running.most))
    }

    @Test func `work beyond the limit is refused at once, and room comes back`() async throws {
        let executor = SigningExecutor(threads: 1, limit: 1)
        let held = await HeldThread { try await executor.run($0) }
        await #expect(throws: SigningExecutor.Overloaded()) { try await executor.run {} }
        try await held.release()
        #expect(try await executor.run { 7 } == 7)
    }

    @Test func `an error of the work reaches the caller`() async throws {
        let executor = SigningExecutor(threads: 1)
        await #expect(throws: KeyError.empty) { try await executor.run { throw KeyError.empty } }
        #expect(try await executor.run { 7 } == 7)
    }
}
