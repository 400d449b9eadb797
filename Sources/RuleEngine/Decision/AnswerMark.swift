/// A number that tells a text, and the rule and case that answer it, from others (32 bits).
///
/// Kept with the follower in place of the text. Two texts with one number are as good as never met, and would cost one
/// answer; nothing secret depends on it.
enum AnswerMark {
    static func of(_ text: NormalizedText, _ firing: Firing) -> UInt32 {
        var hash: UInt32 = 0
        for scalar in text.folded[text.trimmed] { add(scalar.value, to: &hash) }
        add(UInt32.max, to: &hash)
        for scalar in firing.id.unicodeScalars { add(scalar.value, to: &hash) }
        add(UInt32(truncatingIfNeeded: firing.reply.number), to: &hash)
        return hash
    }

    private static func add(_ value: UInt32, to hash: inout UInt32) {
        hash = ((hash << 5 | hash >> 27) ^ value) &* 0x9e37_79b1
    }
}
