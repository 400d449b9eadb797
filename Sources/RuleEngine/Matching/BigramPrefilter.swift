/// Tells quickly where no literal begins, from two neighbouring codes.
///
/// May say yes where none does, never no where one does. Most of a message is passed over by it without a look at the
/// automaton.
struct BeginningFilter: Sendable {
    /// For each code a bit for the lowest six bits of each code that follows it in a literal's first two; all bits for
    /// a code that is a literal by itself.
    let masks: [UInt64]

    /// - Parameters:
    ///   - pairs: The first two codes of every longer literal.
    ///   - singles: The codes that are literals by themselves.
    ///   - codeCount: How many codes there are, 0 included.
    init(pairs: [(Int32, Int32)], singles: [Int32], codeCount: Int) {
        var masks = [UInt64](repeating: 0, count: codeCount)
        for (first, second) in pairs { masks[Int(first)] |= Self.bit(second) }
        for code in singles { masks[Int(code)] = .max }
        self.masks = masks
    }

    /// The bit of a code that follows.
    @inline(__always)
    static func bit(_ code: Int32) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: code) }

    var byteCount: Int { masks.count * MemoryLayout<UInt64>.size }
}
