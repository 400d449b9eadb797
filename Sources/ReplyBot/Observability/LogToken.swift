/// A code that came from outside, as it may stand in a log: one short word, whatever was sent (RELIABILITY T16).
struct LogToken: CustomStringConvertible {
    /// Longer ones are cut.
    static let limit = 80

    let description: String

    init(_ text: String) {
        let known = text.unicodeScalars.prefix(Self.limit).map { Self.isPlain($0) ? Character($0) : "?" }
        description = String(known) + (text.unicodeScalars.count > Self.limit ? "…" : "")
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", ":", "/": true
        default: false
        }
    }
}
