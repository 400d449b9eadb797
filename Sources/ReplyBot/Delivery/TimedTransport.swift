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
