/// A text that was meant to be a list: its dashes or brackets only look like YAML's (RB005).
enum ListLookAlike {
    /// The finding for a text that stands where a list may stand; nil for an ordinary word.
    static func diagnostic(for scalar: DocumentScalar) -> Diagnostic? {
        guard let first = scalar.text.unicodeScalars.first else { return nil }
        guard scalar.style == .plain else {
            let isList = first == "[" && scalar.text.unicodeScalars.last == "]" && scalar.text.contains(",")
            return isList ? SyntaxLookAlike.brackets(scalar) : nil
        }
        return item(scalar, first) ?? brackets(scalar, first) ?? closingBracket(scalar)
    }

    /// `-发票`, `－ 发票` and a dash with an odd space.
    private static func item(_ scalar: DocumentScalar, _ first: Unicode.Scalar) -> Diagnostic? {
        let rest = scalar.text.unicodeScalars.dropFirst()
        guard first == "-" || LookAlike.isDash(first), let next = rest.first else { return nil }
        if first == "-", LookAlike.isOddSpace(next) {
            return SyntaxLookAlike.space(next, at: scalar.place(of: 1..<2).location, .dash)
        }
        // A number may be negative, and a line of dashes is a text.
        guard !next.properties.numericType.isNumber, !LookAlike.isDash(next), next != "-" else { return nil }
        return SyntaxLookAlike.dash(first, at: scalar.location)
    }

    /// `［退款，退货］`, and other brackets with several words in them.
    private static func brackets(_ scalar: DocumentScalar, _ first: Unicode.Scalar) -> Diagnostic? {
        guard let last = scalar.text.unicodeScalars.last, let closing = closing[first], closing.contains(last),
            first == "［" || scalar.text.unicodeScalars.contains(where: isSeparator)
        else { return nil }
        return SyntaxLookAlike.brackets(scalar)
    }

    /// `退款, 退货]`: the bracket at the beginning is missing.
    private static func closingBracket(_ scalar: DocumentScalar) -> Diagnostic? {
        let scalars = scalar.text.unicodeScalars
        guard scalars.last == "]", scalars.count > 1, !scalars.contains("[") else { return nil }
        let place = scalar.place(of: scalars.count - 1..<scalars.count)
        return Diagnostic(
            "RB005",
            at: place.location,
            Phrase("“]” 前面没有 “[”，这是一个词而不是列表", "No “[” stands before the “]”: this is one word and no list"),
            help: Phrase("写成 [词, 词]", "Write [word, word]")
        )
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ",", "，", "、", ";", "；": true
        default: false
        }
    }

    private static let closing: [Unicode.Scalar: [Unicode.Scalar]] = [
        "［": ["］", "]"], "【": ["】", "]"], "〔": ["〕"], "｛": ["｝"], "（": ["）"], "(": [")"],
    ]
}

extension Unicode.NumericType? {
    fileprivate var isNumber: Bool { self != nil }
}
