/// A text of common characters in all its forms.
///
/// It is what ``TextNormalizer/thoroughForm(of:)`` gives, only sooner.
struct CommonText {
    /// L1.
    let raw: [Unicode.Scalar]
    /// L2.
    let folded: [Unicode.Scalar]
    /// For each index of L2, and the one past its end, the index of L1 that it came from; empty if that is the same.
    let rawIndex: [Int32]

    /// Nil for a text with any other character, or one that is too long.
    init?(_ text: String) {
        guard let (raw, summary) = Self.plain(text) else { return nil }
        self.raw = raw
        let kept = summary.isWhiteSpace ? Self.kept(raw) : []
        rawIndex = kept.count == raw.count + 1 ? [] : kept
        folded = rawIndex.isEmpty ? summary.isFoldable ? Self.folded(raw) : raw : Self.folded(raw, at: kept)
    }

    /// L2t.
    var trimmed: Range<Int> {
        let characters = CommonCharacters.current
        var (start, end) = (0, folded.count)
        while start < end, characters[folded[start].value].isOrnament { start += 1 }
        guard start < end else { return 0..<end }
        while characters[folded[end - 1].value].isOrnament { end -= 1 }
        return start..<end
    }

    /// L1, and all that holds for some character of it; nil where a character is not common.
    private static func plain(_ text: String) -> (raw: [Unicode.Scalar], summary: CommonCharacters.Form)? {
        let characters = CommonCharacters.current
        var (isCommon, bits) = (true, UInt32(0))
        let raw = [Unicode.Scalar](capacity: min(text.utf8.count, TextNormalizer.lengthLimit)) { output in
            let bytes = text.utf8Span.span
            var place = 0
            while isCommon, place < bytes.count {
                let (value, end) = bytes.codePoint(at: place)
                place = end
                let form = characters[value]
                isCommon = form.isKnown && !output.isFull
                guard isCommon, !form.isInvisible, let scalar = Unicode.Scalar(value) else { continue }
                output.append(form.isWide ? form.narrowed(scalar) : scalar)
                bits |= form.bits
            }
        }
        return isCommon ? (raw, CommonCharacters.Form(bits: bits)) : nil
    }

    /// The indexes of L1 that L2 has too, and the one past its end: one space stays between two ASCII characters.
    private static func kept(_ raw: [Unicode.Scalar]) -> [Int32] {
        let characters = CommonCharacters.current
        return [Int32](capacity: raw.count + 1) { output in
            var (gap, isAfterASCII) = (-1, false)
            for index in raw.indices {
                let form = characters[raw[index].value]
                if form.isWhiteSpace {
                    if gap < 0 { gap = index }
                    continue
                }
                if gap >= 0, isAfterASCII, form.isASCII { output.append(Int32(gap)) }
                output.append(Int32(index))
                (gap, isAfterASCII) = (-1, form.isASCII)
            }
            output.append(Int32(raw.count))
        }
    }

    private static func folded(_ raw: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let characters = CommonCharacters.current
        return [Unicode.Scalar](capacity: raw.count) { output in
            for scalar in raw { output.append(characters[scalar.value].folded(scalar)) }
        }
    }

    private static func folded(_ raw: [Unicode.Scalar], at kept: [Int32]) -> [Unicode.Scalar] {
        let characters = CommonCharacters.current
        return [Unicode.Scalar](capacity: kept.count - 1) { output in
            for index in kept.indices.dropLast() {
                let scalar = raw[Int(kept[index])]
                output.append(characters[scalar.value].folded(scalar))
            }
        }
    }
}
