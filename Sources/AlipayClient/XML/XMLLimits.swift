/// What an event's XML may at most be (RELIABILITY T9); real events are a tenth of each.
public struct XMLLimits: Sendable {
    /// Bytes, in UTF-8.
    public var size = 64 * 1_024
    /// Elements inside one another.
    public var depth = 8
    /// Elements in all.
    public var elements = 64

    /// The defaults.
    public init() {}
}
