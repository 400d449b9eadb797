internal import AlipayClient
internal import BotCore

extension DeliveryAnswer {
    /// The outbox holds what cannot be read, so nothing was written.
    static let unreadable = DeliveryAnswer.refused(
        DeliveryRefusal(code: ReasonCode.unreadable.rawValue, demand: .giveUp, isSigned: false)
    )

    /// The meaning of a failed call for delivery (PROTOCOL 2.7).
    init(_ error: OpenAPIError) {
        guard error != TimedTransport.tooLate else {
            self = .notBegun
            return
        }
        switch error.failureClass {
        case .unreachable: self = .unreachable(code: error.code)
        case .ambiguous: self = .ambiguous(code: error.code)
        case .unproven: self = .unproven(code: error.code)
        case .retry: self = .refused(DeliveryRefusal(error, .retry))
        case .throttled: self = .refused(DeliveryRefusal(error, .slowDown))
        case .eventExpired: self = .refused(DeliveryRefusal(error, .forgetEvent))
        case .refused: self = .refused(DeliveryRefusal(error, .giveUp))
        case .blocked: self = .refused(DeliveryRefusal(error, .stopEverything))
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
