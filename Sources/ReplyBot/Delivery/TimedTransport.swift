internal import AlipayClient
internal import BotCore
internal import Foundation
internal import ReplyStore

/// A transport for one attempt; a late attempt does not start, and a started one ends at the deadline.
///
/// Signing may wait; a request that starts after that could outlast the reply's lease (RELIABILITY 3.4).
struct TimedTransport: OpenAPITransport {
    /// It was too late to start, so nothing was written.
    static let tooLate = OpenAPIError.notConnected("too late to begin")

    let base: any OpenAPITransport
    /// The end of the attempt, by the monotonic clock.
    let until: Duration
    let clock: any BotClock
    /// Ends attempts at their deadline.
    let deadlines: CallDeadlines
    /// Marks the reply as under way.
    let mark: SendMark

    /// Carries the call.
    func send(_ request: SignedOpenAPIRequest) async throws(OpenAPIError) -> OpenAPIResponse {
        guard clock.reading().monotonic < until else { throw TimedTransport.tooLate }
        do {
            let response = try await deadlines.run(until: until) {
                try await base.send(request, willWriteBody: mark.set)
            }
            guard let response else { throw OpenAPIError.ambiguous("no time left") }
            return response
        } catch let error as OpenAPIError {
            throw error
        } catch {
            throw .ambiguous("\(type(of: error))")
        }
    }
}

/// The mark of one attempt in the in-flight file.
struct SendMark: Sendable {
    let attempt: BegunTry
    let inFlight: InFlightFile

    func set() {
        inFlight.beginSending(attempt)
    }
}

/// Limits the time of work.
package enum TimeLimit {
    /// The result of `work`; nil when `seconds` pass first.
    package static func run<Value: Sendable>(
        seconds: Double,
        clock: any BotClock = SystemClock(),
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await run(until: clock.reading().monotonic + .seconds(seconds), clock: clock, work)
    }

    /// The result of `work`; nil when the monotonic clock reaches `deadline` first.
    ///
    /// The sleep begins in a task of its own, possibly late; its length is taken from the clock at that moment.
    static func run<Value: Sendable>(
        until deadline: Duration,
        clock: any BotClock,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await clock.sleep(for: deadline - clock.reading().monotonic)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
