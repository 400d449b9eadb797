/// Proof that a reply is still ours: an outcome is recorded only with the token of the latest claim.
///
/// The caller draws a fresh token for each claim; this module uses no randomness of its own.
public struct LeaseToken: RawRepresentable, Sendable, Hashable {
    /// The drawn number.
    public let rawValue: UInt64

    /// Wraps a number that the caller drew at random.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Draws a token.
    public init(using generator: inout some RandomNumberGenerator) {
        self.init(rawValue: generator.next())
    }

    /// The token as SQLite keeps it: the same 64 bits, signed.
    var stored: Int64 { Int64(bitPattern: rawValue) }
}
