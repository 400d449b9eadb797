/// A number that tells a text, and the rule and case that answer it, from others (FNV-1a, 32 bits).
///
/// Kept with the follower in place of the text. Two texts with one number are as good as never met, and would cost one
/// answer; nothing secret depends on it.
enum AnswerMark {
    static func of(_ text: NormalizedText, _ firing: Firing) -> UInt32 {
        var hash: UInt32 = 0x811c_9dc5
        for scalar in text.folded[text.trimmed] { add(scalar.value, to: &hash) }
        add(UInt32.max, to: &hash)
        for scalar in firing.id.unicodeScalars { add(scalar.value, to: &hash) }
        add(UInt32(truncatingIfNeeded: firing.reply.number), to: &hash)
        return hash
    }

    private static func add(_ value: UInt32, to hash: inout UInt32) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { hash = (hash ^ (value >> shift & 0xff)) &* 0x0100_0193 }
    }
}
