/// Tells quickly where no literal begins, from two neighbouring codes.
///
/// May say yes where none does, never no where one does. Most of a message is passed over by it without a look at the
/// automaton.
struct BeginningFilter: Sendable {
    /// Bits of memory for each pair of codes, so that most pairs that begin no literal find a bit that is not set.
    private static let bitsPerPair = 16

    /// The codes from 1 to this are literals by themselves.
    let singleLimit: Int32
    /// A bit for each hash of two codes.
    let words: [UInt32]

    /// - Parameters:
    ///   - pairs: The first two codes of every longer literal.
    ///   - singleLimit: The codes from 1 to this are literals by themselves.
    init(_ pairs: [(Int32, Int32)], singleLimit: Int32) {
        self.singleLimit = singleLimit
        var count = 64
        while count * 32 < pairs.count * Self.bitsPerPair, count < 1 << 15 { count *= 2 }
        var words = [UInt32](repeating: 0, count: count)
        for (first, second) in pairs {
            let hash = Self.hash(first, second)
            words[Int(hash >> 5) & (count - 1)] |= 1 << (hash & 31)
        }
        self.words = words
    }

    /// A hash of two codes.
    @inline(__always)
    static func hash(_ first: Int32, _ second: Int32) -> UInt32 {
        let mixed = (UInt32(bitPattern: first) &* 0x9E37_79B1) ^ (UInt32(bitPattern: second) &* 0x85EB_CA77)
        return mixed ^ (mixed >> 15)
    }

    var byteCount: Int { words.count * MemoryLayout<UInt32>.size }
}
