/// A text of common characters in all its forms, made in one pass.
///
/// It is what ``TextNormalizer/thoroughForm(of:)`` gives, only sooner.
struct CommonText {
    /// L1.
    private(set) var raw: [Unicode.Scalar] = []
    /// L2.
    private(set) var folded: [Unicode.Scalar] = []
    /// For each index of L2, and the one past its end, the index of L1 that it came from; empty if that is the same.
    private(set) var rawIndex: [Int32] = []
    private var isShifted = false
    /// Where the white space began that L2 may not have.
    private var gap = -1

    /// Nil for a text with any other character, or one that is too long.
    init?(_ text: String) {
        let characters = CommonCharacters.current
        let length = min(text.utf8.count, TextNormalizer.lengthLimit)
        raw.reserveCapacity(length)
        folded.reserveCapacity(length)
        for scalar in text.unicodeScalars {
            let form = characters[scalar]
            guard form.isKnown, raw.count < TextNormalizer.lengthLimit else { return nil }
            if !form.isInvisible { append(scalar, form) }
        }
        if gap >= 0 { shift() }
        if isShifted { rawIndex.append(Int32(raw.count)) }
    }

    /// L2t.
    var trimmed: Range<Int> {
        let characters = CommonCharacters.current
        var (start, end) = (0, folded.count)
        while start < end, characters[folded[start]].isOrnament { start += 1 }
        guard start < end else { return 0..<end }
        while characters[folded[end - 1]].isOrnament { end -= 1 }
        return start..<end
    }

    private mutating func append(_ scalar: Unicode.Scalar, _ form: CommonCharacters.Form) {
        let target = form.folded ?? scalar
        if form.isWhiteSpace {
            if gap < 0 { gap = raw.count }
            raw.append(form.isWide ? " " : scalar)
            return
        }
        if gap >= 0 { closeGap(before: target) }
        if isShifted { rawIndex.append(Int32(raw.count)) }
        raw.append(form.isWide ? Unicode.Scalar(scalar.value &- 0xFEE0) ?? scalar : scalar)
        folded.append(target)
    }

    /// One space stays between two ASCII characters.
    private mutating func closeGap(before next: Unicode.Scalar) {
        let stays = next.isASCII && folded.last?.isASCII == true
        if !stays || raw.count - gap > 1 { shift() }
        if stays {
            if isShifted { rawIndex.append(Int32(gap)) }
            folded.append(" ")
        }
        gap = -1
    }

    /// From here on the indexes of the two forms differ.
    private mutating func shift() {
        guard !isShifted else { return }
        isShifted = true
        rawIndex.reserveCapacity(raw.capacity + 1)
        for index in folded.indices { rawIndex.append(Int32(index)) }
    }
}
