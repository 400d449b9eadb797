/// An answer that says that the message was not taken.
public struct DeliveryRefusal: Sendable, Hashable {
    /// What it asks for.
    public enum Demand: String, Sendable, Hashable, CaseIterable {
        /// Try again after a while.
        case retry
        /// Send fewer messages, all of them.
        case slowDown = "slow-down"
        /// Give this message up.
        case giveUp = "give-up"
        /// Put a setting or a key right first: no message will be taken before.
        case stopEverything = "stop-everything"
        /// The event is too old to be named; as an ordinary message it may pass.
        case forgetEvent = "forget-event"
    }

    /// The platform's code, or a name for what there was in place of one.
    public var code: String
    /// What it asks for.
    public var demand: Demand
    /// Whether it is signed by the platform.
    public var isSigned: Bool
    /// How long the platform asks us to wait (`Retry-After`).
    public var retryAfter: Duration?
    /// How many tries are worth making after this code; nil where it sets no limit.
    public var tries: Int?

    /// A refusal.
    public init(code: String, demand: Demand, isSigned: Bool = true, retryAfter: Duration? = nil, tries: Int? = nil) {
        self.code = code
        self.demand = demand
        self.isSigned = isSigned
        self.retryAfter = retryAfter
        self.tries = tries
    }
}
