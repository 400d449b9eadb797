internal import AlipayClient

/// What the gateway answers to a request that it could read.
enum GatewayAnswer: Sendable {
    /// The signed document of the life account's channel.
    case signed(SignedAnswer)
    /// The plain word of the From-Ant channel (PROTOCOL 1.9).
    case plain(PlatformMessage.Answer)
}
