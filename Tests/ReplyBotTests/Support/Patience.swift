import AlipayClient
import AlipaySimulator
import AsyncHTTPClient
import NIOCore
import RuleEngine

@testable import ReplyBot
@testable import ReplyBotCommand

// Connections and requests time out by the real clock. A busy machine must not end them: a test has its own limit.

extension HTTPTransport.Limits {
    /// Longer than any test may take.
    static let patient: HTTPTransport.Limits = {
        var limits = HTTPTransport.Limits()
        (limits.connect, limits.wholeRequest, limits.idle) = (3_600, 3_600, 3_600)
        return limits
    }()
}

extension IntakeLimits {
    /// The usual capacity, for clients that may take longer than any test.
    static let unhurried: IntakeLimits = {
        var limits = IntakeLimits()
        let long = TimeAmount.hours(1)
        (limits.pace.head, limits.pace.body, limits.pace.emptyBody) = (long, long, long)
        (limits.pace.answer, limits.pace.idle, limits.pace.farewell, limits.pace.stop) = (long, long, long, long)
        return limits
    }()
}

extension SimulatedCourier {
    /// A courier that waits for an answer for longer than any test may take.
    static func patient(
        client: HTTPClient,
        gateway: String,
        keys: SimulationKeys,
        platform: SimulatedPlatform
    ) throws -> SimulatedCourier {
        var courier = try SimulatedCourier(client: client, gateway: gateway, keys: keys, platform: platform)
        courier.patience = .hours(1)
        return courier
    }

    /// Delivers an event, and again while the gateway answers 503, as Alipay does.
    ///
    /// The real binary answers 503 when a commit takes longer than 0.8 s, which happens on a busy machine.
    func deliverUntilKept(_ event: SimulatedEvent) async throws -> AnswerVerdict {
        while true {
            let verdict = try await deliver(event)
            guard verdict == .refused(status: 503) else { return verdict }
            try Task.checkCancellation()
        }
    }
}
