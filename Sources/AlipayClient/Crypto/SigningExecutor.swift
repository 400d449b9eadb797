internal import Dispatch
internal import Foundation
internal import Synchronization

/// A few threads that sign, so that nothing else waits for a signature: one takes about 300 µs of CPU (PERFORMANCE 4).
///
/// What waits is bounded; beyond, work is refused at once and can be tried again.
public final class SigningExecutor: Sendable {
    /// More work waits than is allowed.
    public struct Overloaded: Error, Sendable, Hashable {}

    /// Serial queues: each is one thread at a time.
    private let threads: [DispatchQueue]
    private let limit: Int
    /// By thread: what waits or runs.
    private let load: Mutex<[Int]>

    /// The usual number of threads: as many as there are processors, four at most.
    public static var usualThreads: Int { max(1, min(4, ProcessInfo.processInfo.activeProcessorCount)) }

    /// Makes an executor.
    ///
    /// - Parameters:
    ///   - threads: how many pieces of work run at once.
    ///   - limit: how many may run and wait together.
    public init(threads: Int = SigningExecutor.usualThreads, limit: Int = 1_024) {
        let count = max(1, threads)
        self.threads = (0..<count).map { DispatchQueue(label: "signing.\($0)", qos: .userInitiated) }
        self.limit = limit
        load = Mutex(Array(repeating: 0, count: count))
    }

    /// Does a piece of work on the thread that has the least to do.
    ///
    /// - Parameter work: the work; it is finished even if the caller is cancelled.
    /// - Returns: what `work` returns.
    /// - Throws: `Overloaded`, or what `work` throws.
    public func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let thread = try enter()
        return try await withCheckedThrowingContinuation { continuation in
            threads[thread]
                .async { [self] in
                    let result = Result { try work() }
                    leave(thread)
                    continuation.resume(with: result)
                }
        }
    }

    private func enter() throws(Overloaded) -> Int {
        try load.withLock { load throws(Overloaded) in
            guard load.reduce(0, +) < limit else { throw Overloaded() }
            let thread = load.indices.min { load[$0] < load[$1] } ?? 0
            load[thread] += 1
            return thread
        }
    }

    private func leave(_ thread: Int) {
        load.withLock { $0[thread] -= 1 }
    }
}
