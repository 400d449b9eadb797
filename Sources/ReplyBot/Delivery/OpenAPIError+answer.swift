internal import AlipayClient
internal import DeliveryCore

extension DeliveryAnswer {
    /// The outbox holds what cannot be read, so nothing was written.
    static let unreadable = DeliveryAnswer.refused(
        DeliveryRefusal(code: "unreadable", demand: .giveUp, isSigned: false)
    )

    /// What a failed call means for delivery (PROTOCOL 2.7).
    init(_ error: OpenAPIError) {
        if error == TimedTransport.tooLate {
            self = .notBegun
        } else if case .notConnected = error {
            self = .unreachable(code: error.code)
        } else if let demand = DeliveryRefusal.Demand(error) {
            self = .refused(DeliveryRefusal(error, demand))
        } else {
            self = error.advice == .uncertain ? .ambiguous(code: error.code) : .unproven(code: error.code)
        }
    }
}

extension DeliveryRefusal {
    fileprivate init(_ error: OpenAPIError, _ demand: Demand) {
        var (isSigned, wait) = (false, Duration?.none)
        if case .refused(let refusal) = error {
            isSigned = refusal.isAuthenticated
            wait = refusal.retryAfter.map { .seconds($0) }
        }
        self.init(code: error.code, demand: demand, isSigned: isSigned, retryAfter: wait, tries: error.attempts)
    }
}

extension DeliveryRefusal.Demand {
    /// What a refusal demands; nil when the message may have been taken.
    fileprivate init?(_ error: OpenAPIError) {
        switch error.advice {
        // It was certainly not delivered (PROTOCOL 2.7).
        case .giveUp where error.code == "MSG_SD_OVER_TIME": self = .forgetEvent
        case .giveUp: self = .giveUp
        case .retry: self = .retry
        case .slowDown: self = .slowDown
        case .stopEverything: self = .stopEverything
        case .uncertain, .neverRepeat: return nil
        }
    }
}
