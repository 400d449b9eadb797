import LinearRegex
import OperatorText
import RuleEngine

/// Searches a regular expression for characters that no folded message contains (RB021).
struct PatternLiteralCheck {
    private let scalar: DocumentScalar
    private let text: [Unicode.Scalar]
    private let folding: LiteralFolding
    /// The character classes of the expression, each compiled once.
    private var classes: [Range<Int>: Pattern] = [:]
    private var losses: [LiteralLoss] = []
    private let nfa: NFA

    /// One finding for all such characters, at the first of them.
    static func diagnostic(for pattern: Pattern, in scalar: DocumentScalar, isRaw: Bool) -> Diagnostic? {
        PatternLiteralCheck(pattern, in: scalar, isRaw: isRaw).diagnostic
    }

    private init(_ pattern: Pattern, in scalar: DocumentScalar, isRaw: Bool) {
        self.scalar = scalar
        text = Array(scalar.text.unicodeScalars)
        folding = LiteralFolding(isRaw: isRaw)
        nfa = pattern.nfa
        for literal in pattern.literals + pattern.composedMembers {
            if let loss = loss(literal) { losses.append(loss) }
        }
        losses.sort { $0.literal.source.lowerBound < $1.literal.source.lowerBound }
    }

    private var diagnostic: Diagnostic? {
        guard let first = losses.first else { return hopeless }
        let hasWideSign = losses.contains { $0.literal.scalars.contains(where: LiteralLoss.isWideSign) }
        let place = place(ofSign: first) ?? scalar.place(of: first.literal.source)
        let changes = FoldingChange.allCases
            .filter { change in losses.contains { $0.changes.contains(change) } }
            .map(\.phrase)
        let (chinese, english) =
            isFatal
            ? ("此正则永远不会命中", "This expression can never match")
            : ("正则的这一部分永远不会命中", "This part of the expression can never match")
        return Diagnostic(
            "RB021",
            at: place.location,
            length: place.length,
            LocalizedText(
                "\(chinese)：匹配前\(changes.map(\.chinese).joined(separator: "、"))",
                "\(english): before matching, \(changes.map(\.english).joined(separator: ", "))"
            ),
            help: hasWideSign ? narrowed ?? correction : correction
        )
    }

    /// The place of a full-width sign, if it is the first character that folding changes and no escape precedes it.
    private func place(ofSign loss: LiteralLoss) -> (location: SourceLocation, length: Int)? {
        let changed = loss.literal.scalars.firstIndex { folding.folded([$0]) != [$0] }
        guard let offset = changed, LiteralLoss.isWideSign(loss.literal.scalars[offset]),
            loss.literal.source.count == loss.literal.scalars.count
        else { return nil }
        let index = loss.literal.source.lowerBound + offset
        return scalar.place(of: index..<index + 1)
    }

    /// The advice to write ASCII signs, if the expression can be parsed with them.
    private var narrowed: LocalizedText? {
        let signs = text.map { LiteralLoss.isWideSign($0) ? $0.plainCompatibilityForm ?? $0 : $0 }
        let written = String(String.UnicodeScalarView(signs))
        guard signs.count <= 200, let pattern = try? Pattern(written) else { return nil }
        let scalar = DocumentScalar(text: written, style: .plain, location: scalar.location, source: scalar.source)
        let check = PatternLiteralCheck(pattern, in: scalar, isRaw: folding.isRaw)
        guard let corrected = check.losses.isEmpty ? written.replacing("'", with: "''") : check.corrected else {
            return nil
        }
        return LocalizedText(
            "正则的符号要用半角：'\(corrected)'；要匹配括号、问号本身，在它前面加 \\",
            "Signs of an expression are ASCII: '\(corrected)'; to match a bracket or question mark itself, put \\ before it"
        )
    }

    /// The finding for an expression whose parts can all occur, but never in this order.
    private var hopeless: Diagnostic? {
        guard !folding.isRaw else { return nil }
        var (folded, any) = (PatternReach(nfa, in: .folded), PatternReach(nfa, in: .any))
        guard !folded.canMatch(), any.canMatch() else { return nil }
        let place = scalar.place(of: text.indices)
        return Diagnostic(
            "RB021",
            at: place.location,
            length: place.length,
            LocalizedText(
                "此正则永远不会命中：匹配前消息首尾和汉字旁边的空白会被去掉，别处只留一个空格",
                "This expression can never match: before matching, white space at the ends of a message and beside "
                    + "Chinese characters is removed, and elsewhere one space stays"
            ),
            help: LocalizedText("去掉那里的空白，或把 \\s+ 写成 \\s*", "Take out the white space there, or write \\s* for \\s+")
        )
    }

    private mutating func loss(_ literal: Pattern.Literal) -> LiteralLoss? {
        switch literal.role {
        case .run: return LiteralLoss(run: literal, at: edges(of: literal), folding: folding)
        case .member(_, _, isNegated: true): return nil
        case .member(let source, let isRange, isNegated: false):
            guard let accepts = classes[source] ?? compile(source) else { return nil }
            return LiteralLoss(member: literal, isRange: isRange, ofClass: accepts, folding: folding)
        }
    }

    /// The ends of the message where a run stands; L2 has no white space there (RULES C4).
    private func edges(of literal: Pattern.Literal) -> LiteralFolding.Edges {
        guard !folding.isRaw else { return [] }
        let (before, after) = (text[..<literal.source.lowerBound], text[literal.source.upperBound...])
        // Optional white space does no harm.
        if let next = after.first, ["?", "*", "{"].contains(next) { return [] }
        // A `^` behind an odd number of backslashes is a character.
        let isEscaped = before.dropLast().reversed().prefix { $0 == "\\" }.count % 2 == 1
        var edges: LiteralFolding.Edges = before.last == "^" && !isEscaped ? .start : []
        if after.first == "$" { edges.insert(.end) }
        return edges
    }

    private mutating func compile(_ source: Range<Int>) -> Pattern? {
        classes[source] = try? Pattern(String(String.UnicodeScalarView(text[source])))
        return classes[source]
    }

    /// Whether nothing can match: a required run is lost, or every member of a required class.
    private var isFatal: Bool {
        var lostInClass: [Range<Int>: Int] = [:]
        for loss in losses where loss.literal.isRequired {
            guard case .member(let source, _, _) = loss.literal.role else { return true }
            lostInClass[source, default: 0] += loss.literal.source.count
        }
        // A class is its members and two brackets.
        return lostInClass.contains { $0.key.count == $0.value + 2 }
    }

    private var correction: LocalizedText {
        corrected.map { LocalizedText("改为 '\($0)'", "Write '\($0)'") }
            ?? LocalizedText("改用半角、小写、简体的写法", "Use half-width, lower-case, simplified characters")
    }

    /// The expression with each loss replaced by its folded form, as written between single quotes.
    private var corrected: String? {
        var corrected: [Unicode.Scalar] = []
        var position = 0
        for loss in losses {
            // A member and the mark behind it overlap, and have no correction.
            guard let replacement = loss.replacement, position <= loss.literal.source.lowerBound else { return nil }
            corrected += text[position..<loss.literal.source.lowerBound] + replacement
            position = loss.literal.source.upperBound
        }
        corrected += text[position...]
        let quoted = corrected.flatMap { $0 == "'" ? ["'", "'"] : [$0] }
        return quoted.count <= 200 ? String(String.UnicodeScalarView(quoted)) : nil
    }
}

extension Pattern {
    /// Letters of a class that are written with a mark of their own, such as `e` and U+0301.
    ///
    /// The class takes the letter or the mark; a message has both as one character.
    fileprivate var composedMembers: [Literal] {
        zip(literals, literals.dropFirst())
            .compactMap { letter, mark in
                guard case .member(let source, isRange: false, isNegated: false) = letter.role,
                    case .member(source, isRange: false, _) = mark.role,
                    letter.source.upperBound == mark.source.lowerBound,
                    mark.scalars.allSatisfy(\.isCombining)
                else { return nil }
                let whole = letter.source.lowerBound..<mark.source.upperBound
                return Literal(scalars: letter.scalars + mark.scalars, source: whole, role: .run, isRequired: false)
            }
    }
}

/// A literal of a regular expression that no folded message contains.
private struct LiteralLoss {
    let literal: Pattern.Literal
    /// The literal that would match in its place; nil if it cannot be written.
    let replacement: [Unicode.Scalar]?
    /// The changes by folding.
    let changes: Set<FoldingChange>

    /// A run of characters that folding changes.
    init?(run literal: Pattern.Literal, at edges: LiteralFolding.Edges, folding: LiteralFolding) {
        guard let folded = folding.folded(literal.scalars, at: edges), folded != literal.scalars else { return nil }
        self.literal = literal
        replacement = folded.flatMap { LiteralLoss.escaped($0, inClass: false) }
        let changes = FoldingChange.all(in: literal.scalars, isRaw: folding.isRaw)
        // Elsewhere in a message the same run is not changed.
        let isLostAtEdge = folding.folded(literal.scalars) == literal.scalars
        self.changes = isLostAtEdge ? [.edge] : changes
    }

    /// A member of a class that folding changes into a character outside the class.
    init?(member literal: Pattern.Literal, isRange: Bool, ofClass accepts: Pattern, folding: LiteralFolding) {
        let folded = literal.scalars.map { folding.folded([$0]) ?? [$0] }
        let ends = folded.flatMap(\.self)
        let isPlain = folded.allSatisfy { $0.count == 1 }
        if isPlain {
            guard zip(ends, literal.scalars).allSatisfy({ $0 != $1 }) else { return nil }
            guard !ends.allSatisfy({ accepts.firstMatch(in: [$0]) != nil }) else { return nil }
        }
        self.literal = literal
        changes = FoldingChange.all(in: literal.scalars, isRaw: folding.isRaw)
        let spelled = ends.map { LiteralLoss.escaped($0, inClass: true) }
        replacement = isPlain ? Array(spelled.joined(separator: isRange ? ["-"] : [])) : nil
    }

    /// Whether the character is the full-width form of a sign with a meaning in expressions.
    static func isWideSign(_ scalar: Unicode.Scalar) -> Bool {
        guard 0xFF01...0xFF5E ~= scalar.value, let narrow = scalar.plainCompatibilityForm else { return false }
        return "\\^$|?*+()[]{}".unicodeScalars.contains(narrow)
    }

    private static func escaped(_ scalar: Unicode.Scalar, inClass: Bool) -> [Unicode.Scalar] {
        if scalar == "\n" { return ["\\", "n"] }
        let special = inClass ? "\\]^-[" : "\\.^$|?*+()[]{}"
        return special.unicodeScalars.contains(scalar) ? ["\\", scalar] : [scalar]
    }
}

/// The folding of literals into the text that an expression is matched against.
private struct LiteralFolding {
    /// Whether the expression is matched against L1, where only compatibility forms are resolved.
    let isRaw: Bool

    /// The ends of a message where a run stands.
    struct Edges: OptionSet {
        let rawValue: Int

        static let start = Edges(rawValue: 1)
        static let end = Edges(rawValue: 2)
    }

    /// The characters after folding; nil if they are longer than a message.
    func folded(_ run: [Unicode.Scalar], at edges: Edges = []) -> [Unicode.Scalar]? {
        // The neighbours of a run are unknown. White space survives between ASCII characters, so these are assumed.
        let first = run.first?.properties.isWhitespace == true && !edges.contains(.start) ? 1 : 0
        let last = run.last?.properties.isWhitespace == true && !edges.contains(.end) ? 1 : 0
        let guarded = Array(repeating: "a", count: first) + run + Array(repeating: "a", count: last)
        let normalized = TextNormalizer.normalize(String(String.UnicodeScalarView(guarded)))
        guard !normalized.isTruncated else { return nil }
        return Array((isRaw ? normalized.raw : normalized.folded).dropFirst(first).dropLast(last))
    }
}

/// A kind of change by folding, as RB021 names it.
private enum FoldingChange: Int, CaseIterable {
    case width
    case composition
    case upperCase
    case traditional
    case space
    case edge
    case lineEnd
    case tab

    var phrase: LocalizedText {
        switch self {
        case .width: LocalizedText("全角等兼容字符会变成普通字符", "full-width and other compatibility characters become plain ones")
        case .composition: LocalizedText("字母和它的附加符号会合成一个字符", "letters and their marks become one character")
        case .upperCase: LocalizedText("大写会变成小写", "upper case becomes lower case")
        case .traditional: LocalizedText("繁体会变成简体", "traditional characters become simplified ones")
        case .space: LocalizedText("空白会被去掉或变成一个空格", "white space is removed or becomes one space")
        case .edge: LocalizedText("消息首尾的空白会被去掉", "white space at the ends of a message is removed")
        case .lineEnd: LocalizedText("各种换行都会变成 \\n", "line ends of every kind become \\n")
        case .tab: LocalizedText("制表符会变成空格", "tabs become spaces")
        }
    }

    /// The changes to the characters of a literal.
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

    /// Whether letters and marks are composed into other characters.
    private static func isComposed(_ scalars: [Unicode.Scalar]) -> Bool {
        guard scalars.contains(where: { $0.properties.canonicalCombiningClass != .notReordered }) else { return false }
        let together = TextNormalizer.normalize(String(String.UnicodeScalarView(scalars))).raw
        return together != scalars.flatMap { TextNormalizer.normalize(String($0)).raw }
    }
}
