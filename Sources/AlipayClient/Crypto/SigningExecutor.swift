internal import Foundation
internal import NIOPosix
internal import Synchronization

/// A few threads that sign, so that a signature, which takes about 300 µs of CPU, blocks nothing else (PERFORMANCE 4).
///
/// The queue is bounded: work beyond the limit is refused at once and can be tried again.
public final class SigningExecutor: Sendable {
    /// The queue is full.
    public struct Overloaded: Error, Sendable, Hashable {}

    private let pool: NIOThreadPool
    private let limit: Int
    /// The number of pieces of work that run or wait.
    private let load = Mutex(0)

    /// The usual number of threads: one for each processor, at most four.
    public static var usualThreads: Int { max(1, min(4, ProcessInfo.processInfo.activeProcessorCount)) }

    /// Starts the threads; they end with the executor.
    ///
    /// - Parameters:
    ///   - threads: the number of pieces of work that run at once.
    ///   - limit: the largest number that may run and wait together.
    public init(threads: Int = SigningExecutor.usualThreads, limit: Int = 1_024) {
        self.limit = limit
        pool = NIOThreadPool(numberOfThreads: max(1, threads))
        pool.start()
    }

    deinit {
        pool.shutdownGracefully { _ in }
    }

    /// Runs work on one of the threads.
    ///
    /// - Parameter work: the work; it is finished even if the caller is cancelled.
    /// - Returns: the result of `work`.
    /// - Throws: `Overloaded`, or the error of `work`.
    public func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try load.withLock { load throws(Overloaded) in
            guard load < limit else { throw Overloaded() }
            load += 1
        }
        return try await withCheckedThrowingContinuation { continuation in
            // The caller holds the executor, so the pool is active.
            pool.submit { [self] _ in
                let result = Result { try work() }
                load.withLock { $0 -= 1 }
                continuation.resume(with: result)
            }
        }
    }
}
