/// The result of one request (PROTOCOL 2.7).
package enum DeliveryAnswer: Sendable, Hashable {
    /// The platform took the message and proved to be the platform.
    case accepted
    /// The request was too late to begin: nothing was written.
    case notBegun
    /// There was no connection: nothing was written.
    case unreachable(code: String)
    /// The message may have been taken: the answer was lost, late or cut off.
    case ambiguous(code: String)
    /// The message was taken by someone who could not prove to be the platform.
    case unproven(code: String)
    /// The message was not taken.
    case refused(DeliveryRefusal)

    /// The evidence about the platform's health; nil for none.
    var sign: Breaker.Sign? {
        switch self {
        case .accepted: .answers
        case .notBegun: nil
        case .unreachable: .unreachable
        case .ambiguous, .unproven: .fails
        case .refused(let refusal):
            switch refusal.demand {
            case .retry: .fails
            case .giveUp, .stopEverything, .forgetEvent: .answers
            // The platform answers but asks for fewer messages, which is the task of the rate.
            case .slowDown: nil
            }
        }
    }

    /// Whether the platform itself answered and found nothing wrong with our keys and settings.
    var provesKeys: Bool {
        switch self {
        case .accepted: true
        case .notBegun, .unreachable, .ambiguous, .unproven: false
        case .refused(let refusal): refusal.isSigned && refusal.demand != .stopEverything
        }
    }
}

/// An answer by which the platform did not take the message.
package struct DeliveryRefusal: Sendable, Hashable {
    /// The demand of a refusal.
    package enum Demand: String, Sendable, Hashable, CaseIterable {
        /// Try again after a while.
        case retry
        /// Send fewer messages overall.
        case slowDown = "slow-down"
        /// Give this message up.
        case giveUp = "give-up"
        /// Correct a setting or a key: until then no message is accepted.
        case stopEverything = "stop-everything"
        /// The event is too old to be named; as an ordinary message it may pass.
        case forgetEvent = "forget-event"
    }

    /// The platform's code, or the client's name for an answer without one.
    package var code: String
    package var demand: Demand
    /// Whether the platform signed it.
    package var isSigned: Bool
    /// The wait that the platform asks for (`Retry-After`).
    package var retryAfter: Duration?
    /// The most tries that are worthwhile after this code; nil for no limit.
    package var tries: Int?

    package init(code: String, demand: Demand, isSigned: Bool = true, retryAfter: Duration? = nil, tries: Int? = nil) {
        self.code = code
        self.demand = demand
        self.isSigned = isSigned
        self.retryAfter = retryAfter
        self.tries = tries
    }
}
