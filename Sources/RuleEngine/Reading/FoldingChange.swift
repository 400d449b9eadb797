import Foundation

/// What folding does to a character, as an operator is told (RB021).
enum FoldingChange: Int, CaseIterable {
    case width
    case composition
    case upperCase
    case traditional
    case space
    case edge
    case lineEnd
    case tab

    var phrase: Phrase {
        switch self {
        case .width: Phrase("全角等兼容字符会变成普通字符", "full-width and other compatibility characters become plain ones")
        case .composition: Phrase("字母和它的附加符号会合成一个字符", "letters and their marks become one character")
        case .upperCase: Phrase("大写会变成小写", "upper case becomes lower case")
        case .traditional: Phrase("繁体会变成简体", "traditional characters become simplified ones")
        case .space: Phrase("空白会被去掉或变成一个空格", "white space is removed or becomes one space")
        case .edge: Phrase("消息首尾的空白会被去掉", "white space at the ends of a message is removed")
        case .lineEnd: Phrase("各种换行都会变成 \\n", "line ends of every kind become \\n")
        case .tab: Phrase("制表符会变成空格", "tabs become spaces")
        }
    }

    /// The changes that characters of a literal undergo.
    static func all(in scalars: [Unicode.Scalar], isRaw: Bool) -> Set<FoldingChange> {
        let changes = Set(scalars.compactMap { change(of: $0, isRaw: isRaw) })
        return isComposed(scalars) ? changes.union([.composition]) : changes
    }

    private static func change(of scalar: Unicode.Scalar, isRaw: Bool) -> FoldingChange? {
        if scalar.properties.isWhitespace, !isRaw { return .space }
        if scalar == "\t" { return .tab }
        let normalized = TextNormalizer.normalize(String(scalar))
        if normalized.raw != [scalar] { return normalized.raw == ["\n"] ? .lineEnd : .width }
        if isRaw || normalized.folded == [scalar] { return nil }
        return scalar.properties.isUppercase ? .upperCase : .traditional
    }

    /// Whether marks and letters become something together that they do not become alone.
    private static func isComposed(_ scalars: [Unicode.Scalar]) -> Bool {
        guard scalars.contains(where: { $0.properties.canonicalCombiningClass != .notReordered }) else { return false }
        let together = TextNormalizer.normalize(String(String.UnicodeScalarView(scalars))).raw
        return together != scalars.flatMap { TextNormalizer.normalize(String($0)).raw }
    }
}
