/// Why the gateway did not take on a request or a connection: not for what it says, but for what it costs.
enum IntakeRefusal: String, Error, Sendable, CaseIterable {
    /// As many requests are at work as can be acknowledged in time.
    case working = "too-many-at-work"
    /// As many bodies are on their way as are allowed.
    case reading = "too-many-bodies"
    /// All bodies together are as large as is allowed.
    case bytes = "too-many-bytes"
    /// This address has sent forged requests all the time.
    case forgeries = "too-many-forgeries"
    /// This address has as many connections as one may have.
    case connections = "too-many-connections"
    /// A head did not come in time.
    case slowHead = "slow-head"
    /// A body did not come in time.
    case slowBody = "slow-body"
    /// An answer was not fetched in time.
    case slowReader = "slow-reader"
}
