/// How long replies may be (RB040).
///
/// The platform's schema names no limits, and what was written of them is years old (PROTOCOL 2.6); these are ours:
/// well above a readable reply, and small enough that a message is not refused for its size.
public struct ReplyLimits: Sendable {
    /// Code points of a text reply.
    public var text = 2_000
    /// Code points of an article's title.
    public var title = 64
    /// Code points of an article's description.
    public var description = 200
    /// Code points of the label of an article's link.
    public var action = 10
    /// Code points of an address.
    public var address = 1_024
    /// Articles in one reply.
    public var articles = 10

    /// The limits above.
    public init() {}
}
