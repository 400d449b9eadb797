/// How a keyword is worded: signs of something that this rule language writes in another way (RB102, RB104).
struct KeywordWording {
    private let text: String
    private let scalars: [Unicode.Scalar]

    init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
    }

    /// The words that a keyword with separators probably stands for; nil for one without.
    ///
    /// Long parts are sentences, and separators between digits belong to a number.
    var separateWords: [String]? {
        guard scalars.contains(where: Self.isSeparator), !hasSeparatedDigits else { return nil }
        let parts = scalars.split(omittingEmptySubsequences: false, whereSeparator: Self.isSeparator)
            .map { String($0).trimmingSpaces }
        guard parts.allSatisfy({ (1...8).contains($0.unicodeScalars.count) }) else { return nil }
        return parts
    }

    /// Whether it is written as a regular expression.
    ///
    /// `[微笑]` is an emoticon; a class has a range in it or a repeat behind it.
    var isExpression: Bool {
        guard scalars.count > 1, scalars.contains(where: Self.isOperator) else { return false }
        if scalars.first == "^", scalars.last == "$" { return true }
        if Self.signs.contains(where: { text.contains($0) }) { return true }
        return Self.structures.contains { $0.firstMatch(in: scalars) != nil }
    }

    private var hasSeparatedDigits: Bool {
        scalars.indices.contains { index in
            index > 0 && index + 1 < scalars.count && Self.isSeparator(scalars[index])
                && "0"..."9" ~= scalars[index - 1] && "0"..."9" ~= scalars[index + 1]
        }
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ",", ";", "\u{FF0C}", "\u{FF1B}", "\u{3001}": true
        default: false
        }
    }

    private static func isOperator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\\", "*", "+", "?", "[", "^", "|", "(": true
        default: false
        }
    }

    private static let signs = [".*", ".+", #"\d"#, #"\w"#, #"\s"#, "(?:", "(?<", "(?=", "(?!"]
    private static let structures = [
        #"\[[^\]]*[^\[\]]-[^\]]+\]"#, #"\[[^\]]+\][*+?{]"#, #"[^|\s]\|[^|\s]"#,
    ]
    .compactMap { try? Pattern($0) }
}
