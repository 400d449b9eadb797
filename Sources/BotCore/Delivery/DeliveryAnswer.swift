/// The result of one request (PROTOCOL 2.7).
package enum DeliveryAnswer: Sendable, Hashable {
    /// The platform took the message and proved to be the platform.
    case accepted
    /// The request was too late to begin: nothing was written.
    case notBegun
    /// The call failed.
    case failed(DeliveryFailure)

    /// The failure; nil when there is none.
    package var failure: DeliveryFailure? {
        if case .failed(let failure) = self { failure } else { nil }
    }

    /// The evidence about the platform's health; nil for none.
    var sign: Breaker.Sign? {
        guard let failure else { return self == .accepted ? .answers : nil }
        return switch failure.kind {
        case .refused, .eventExpired, .blocked: .answers
        case .unreachable: .unreachable
        case .retry, .ambiguous, .unproven: .fails
        // The platform answers but asks for fewer messages, which is the task of the rate.
        case .throttled: nil
        }
    }

    /// Whether the platform itself answered and found nothing wrong with our keys and settings.
    var provesKeys: Bool {
        guard let failure else { return self == .accepted }
        return switch failure.kind {
        case .retry, .throttled, .eventExpired, .refused: failure.isSigned
        case .blocked, .unreachable, .ambiguous, .unproven: false
        }
    }
}

/// A failed call in the platform's terms.
package struct DeliveryFailure: Sendable, Hashable {
    /// The classes of failed calls, each under its name in `FailureClass` of AlipayClient, which BotCore may not import.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Not delivered: try again after a while.
        case retry
        /// Not delivered: send fewer messages overall.
        case throttled
        /// Not delivered: the event is too old to be named, but as an ordinary message it may pass.
        case eventExpired = "event-expired"
        /// Not delivered: give this message up.
        case refused
        /// No message is delivered before a setting or a key is corrected.
        case blocked
        /// No connection: nothing was written.
        case unreachable
        /// It may have been delivered: the answer was lost, late or cut off.
        case ambiguous
        /// It was taken by someone who could not prove to be the platform.
        case unproven
    }

    /// The class of the failure.
    package var kind: Kind
    /// The platform's code, or the client's name for a failure without one.
    package var code: String
    /// Whether the platform signed its answer.
    package var isSigned: Bool
    /// The wait that the platform asks for (`Retry-After`).
    package var retryAfter: Duration?
    /// The most tries that are worthwhile after this code; nil for no limit.
    package var tries: Int?

    /// A failure.
    package init(
        _ kind: Kind,
        code: String,
        isSigned: Bool = true,
        retryAfter: Duration? = nil,
        tries: Int? = nil
    ) {
        self.kind = kind
        self.code = code
        self.isSigned = isSigned
        self.retryAfter = retryAfter
        self.tries = tries
    }
}
