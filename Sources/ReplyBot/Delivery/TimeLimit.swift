internal import Foundation

/// Work that must not wait for ever.
enum TimeLimit {
    /// The result of `work`; nil when `seconds` pass first.
    static func run<Value: Sendable>(
        seconds: Double,
        clock: any BotClock = SystemClock(),
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await clock.sleep(for: .seconds(seconds))
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
