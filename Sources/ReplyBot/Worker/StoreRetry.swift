internal import Foundation
internal import Logging
internal import ReplyStore
internal import ServiceLifecycle

/// Repeats a call to the store while the store fails.
struct StoreRetry: Sendable {
    let clock: any BotClock
    let logger: Logger
    var pause = Duration.seconds(1)

    /// Runs `call` until it succeeds, once at least; a contact that changed meanwhile is no failure and costs no pause.
    ///
    /// - Parameters:
    ///   - failure: the log message of a failure.
    ///   - metadata: the subject of the failure.
    ///   - whatever: whether a permanent error is retried too.
    ///   - call: the call to the store.
    /// - Returns: the result of `call`.
    /// - Throws: `CancellationError` at shutdown, and a permanent error.
    func run<Value: Sendable>(
        _ failure: Logger.Message,
        metadata: @autoclosure () -> Logger.Metadata = [:],
        whatever: Bool = false,
        _ call: () async throws -> Value
    ) async throws -> Value {
        repeat {
            do {
                return try await call()
            } catch StoreError.contactChanged {
                continue
            } catch let error as CancellationError {
                throw error
            } catch {
                logger.error(failure, metadata: metadata().merging(["error": "\(error)"]) { first, _ in first })
                guard whatever || (error as? StoreError)?.isPassing == true else { throw error }
                try? await clock.sleep(for: pause)
            }
        } while !Task.isCancelled && !Task.isShuttingDownGracefully
        throw CancellationError()
    }
}

extension StoreError {
    /// Whether the same call may succeed a moment later.
    fileprivate var isPassing: Bool {
        switch self {
        case .busy, .full, .overloaded, .slow, .failed, .cannotOpen: true
        default: false
        }
    }
}
