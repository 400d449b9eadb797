/// A message, or a keyword, in the forms that are compared (RULES C4).
public struct NormalizedText: Sendable {
    /// L1: compatibility forms resolved, control, format and zero-width characters dropped.
    ///
    /// Case, script and spacing are the writer's own. Line breaks of every kind are `\n`, tabs are spaces.
    public let raw: [Unicode.Scalar]
    /// L2: L1 with case folded, traditional characters simplified and white space reduced.
    public let folded: [Unicode.Scalar]
    /// L2t: the range of `folded` without punctuation, symbols and emoji at its ends; all of it when nothing else is left.
    public let trimmed: Range<Int>
    /// For each index of `folded`, and for the one past its end, the index of `raw` that it came from; empty where both
    /// are equal.
    private let shiftedIndex: [Int32]
    /// Whether the text was longer than ``TextNormalizer/lengthLimit``, so that its rest is ignored.
    public let isTruncated: Bool

    init(raw: [Unicode.Scalar], isTruncated: Bool) {
        let folding = TextFolding(of: raw)
        self.raw = raw
        self.isTruncated = isTruncated
        folded = folding.scalars
        shiftedIndex = folding.rawIndex.map(Int32.init)
        trimmed = TextTrimming.range(of: folding.scalars)
    }

    init(_ text: CommonText) {
        raw = text.raw
        folded = text.folded
        trimmed = text.trimmed
        shiftedIndex = text.rawIndex
        isTruncated = false
    }

    /// A text with equal forms.
    init(scalars: [Unicode.Scalar]) {
        raw = scalars
        folded = scalars
        trimmed = scalars.indices
        shiftedIndex = []
        isTruncated = false
    }

    /// L1 as a string.
    public var rawText: String { String(raw[...]) }

    /// L2 as a string.
    public var foldedText: String { String(folded[...]) }

    /// L2t as a string.
    public var trimmedText: String { String(folded[trimmed]) }

    /// The slice of L1 that a range of L2 came from, in the writer's own spelling.
    public func original(_ range: Range<Int>) -> String {
        String(raw[rawRange(range)])
    }

    /// The range of L1 that a range of L2 came from, without trailing white space that L2 drops.
    func rawRange(_ range: Range<Int>) -> Range<Int> {
        let range = range.clamped(to: 0..<folded.count)
        let start = rawIndex(range.lowerBound)
        guard let last = range.last else { return start..<start }
        var end = max(rawIndex(range.upperBound), rawIndex(last) + 1)
        while folded[last] != " ", end > start + 1, raw[end - 1].properties.isWhitespace { end -= 1 }
        return start..<end
    }

    /// The index of `raw` that an index of `folded`, or the one past its end, came from.
    func rawIndex(_ index: Int) -> Int {
        shiftedIndex.isEmpty ? index : Int(shiftedIndex[index])
    }
}

extension String {
    package init(_ scalars: ArraySlice<Unicode.Scalar>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scalars.count * 3)
        for scalar in scalars { bytes.append(contentsOf: scalar.utf8) }
        self.init(decoding: bytes, as: UTF8.self)
    }
}
