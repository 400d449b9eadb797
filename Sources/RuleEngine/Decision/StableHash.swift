/// A 64-bit hash that is the same in every process and on every machine (RULES C4, "Pick").
///
/// FNV-1a, then the finaliser of MurmurHash3, which makes every bit depend on every input bit. It is not cryptographic:
/// no secret depends on it.
struct StableHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ unit: UInt32) {
        state = (state ^ UInt64(unit)) &* 0x100_0000_01b3
    }

    /// Adds a text as UTF-8.
    mutating func add(_ text: String) {
        for byte in text.utf8 { add(UInt32(byte)) }
    }

    var value: UInt64 {
        var value = (state ^ state >> 33) &* 0xff51_afd7_ed55_8ccd
        value = (value ^ value >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return value ^ value >> 33
    }
}

extension StableHash {
    /// A mark of a text and the case that answers it, kept with the follower in place of the text.
    ///
    /// Two texts with the same mark within ten seconds are very unlikely, and would cost one answer.
    static func answerMark(of firing: Firing, to text: NormalizedText) -> UInt32 {
        var hash = StableHash()
        for scalar in text.folded[text.trimmed] { hash.add(scalar.value) }
        hash.add(UInt32.max)
        hash.add(firing.id)
        hash.add(UInt32(truncatingIfNeeded: firing.reply.number))
        return UInt32(truncatingIfNeeded: hash.value)
    }
}
