import Foundation

/// What folding does to a character, as an operator is told (RB021).
enum FoldingChange: Int, CaseIterable {
    case width
    case upperCase
    case traditional
    case space

    var phrase: Phrase {
        switch self {
        case .width: Phrase("全角等兼容字符会变成普通字符", "full-width and other compatibility characters become plain ones")
        case .upperCase: Phrase("大写会变成小写", "upper case becomes lower case")
        case .traditional: Phrase("繁体会变成简体", "traditional characters become simplified ones")
        case .space: Phrase("空白会被去掉或变成一个空格", "white space is removed or becomes one space")
        }
    }

    /// The changes that some of the characters undergo, in a fixed order.
    static func all(in scalars: [Unicode.Scalar], isRaw: Bool) -> [FoldingChange] {
        let found = Set(scalars.compactMap { change(of: $0, isRaw: isRaw) })
        return allCases.filter(found.contains)
    }

    private static func change(of scalar: Unicode.Scalar, isRaw: Bool) -> FoldingChange? {
        if scalar.properties.isWhitespace { return .space }
        let normalized = TextNormalizer.normalize(String(scalar))
        if normalized.raw != [scalar] { return .width }
        if isRaw || normalized.folded == [scalar] { return nil }
        return scalar.properties.isUppercase ? .upperCase : .traditional
    }
}
