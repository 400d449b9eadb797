extension DeliveryAnswer {
    /// What the answer says about the platform; nil when it says nothing.
    var sign: Breaker.Sign? {
        switch self {
        case .accepted: .answers
        case .notBegun: nil
        case .unreachable: .unreachable
        case .ambiguous, .unproven: .fails
        case .refused(let refusal): refusal.sign
        }
    }

    /// Whether the platform itself answered, and found nothing wrong with our keys and settings.
    var provesKeys: Bool {
        switch self {
        case .accepted: true
        case .notBegun, .unreachable, .ambiguous, .unproven: false
        case .refused(let refusal): refusal.isSigned && refusal.demand != .stopEverything
        }
    }
}

extension DeliveryRefusal {
    fileprivate var sign: Breaker.Sign? {
        switch demand {
        case .retry: .fails
        case .giveUp, .stopEverything, .forgetEvent: .answers
        // It answers, but asks us not to hurry: the rate sees to that.
        case .slowDown: nil
        }
    }
}
