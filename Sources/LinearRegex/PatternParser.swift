/// Parses a pattern by recursive descent, to a bounded depth.
struct PatternParser {
    /// A capturing group.
    struct Group {
        let name: String?
        /// Whether a match may leave it out.
        var isOptional = false
    }

    /// The greatest nesting of groups, which bounds the recursion.
    static let depthLimit = 250

    let source: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private(set) var groups: [Group] = []
    private(set) var literals: [Pattern.Literal] = []

    init(_ source: String) {
        self.source = Array(source.unicodeScalars)
    }

    /// The whole pattern.
    mutating func pattern() throws(PatternError) -> SyntaxNode {
        let node = try alternatives()
        if position < source.count { throw PatternError(.unopenedGroup, at: position..<position + 1) }
        return node
    }

    /// Branches up to the end of the group.
    private mutating func alternatives() throws(PatternError) -> SyntaxNode {
        let mark = mark
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        guard branches.count > 1 else { return branches[0] }
        makeOptional(since: mark)
        return .alternatives(branches)
    }

    private mutating func sequence() throws(PatternError) -> SyntaxNode {
        var items: [SyntaxNode] = []
        while let next = peek(), next != "|", next != ")" {
            items.append(try item())
        }
        return items.count == 1 ? items[0] : items.isEmpty ? .empty : .sequence(items)
    }

    /// One part of a sequence with its repeat, if it has one.
    private mutating func item() throws(PatternError) -> SyntaxNode {
        let mark = mark
        let node = try atom()
        guard let count = try repetition(after: mark.position) else {
            joinLiterals(since: mark)
            return node
        }
        // As in Python: a bare anchor cannot be repeated, one in a group can.
        if ["^", "$"].contains(source[mark.position]) {
            throw PatternError(.nothingToRepeat, at: count.operatorSource)
        }
        if count.repeat.minimum == 0 { makeOptional(since: mark) }
        return .repetition(node, count.repeat)
    }

    private mutating func atom() throws(PatternError) -> SyntaxNode {
        let start = position
        let scalar = source[position]
        position += 1
        switch scalar {
        case "(": return try group(from: start)
        case "[": return .set(try characterClass(from: start))
        case "\\": return try escape(from: start)
        case ".": return .set(.exceptNewline)
        case "^": return .start
        case "$": return .end
        default:
            try refuseRepeat(from: start)
            return literal(scalar, from: start)
        }
    }

    /// A character that stands for itself.
    private mutating func literal(_ scalar: Unicode.Scalar, from start: Int) -> SyntaxNode {
        literals.append(Pattern.Literal(scalars: [scalar], source: start..<position, role: .run))
        return .scalar(scalar)
    }
}

extension PatternParser {
    /// A group; its parenthesis has been read.
    private mutating func group(from start: Int) throws(PatternError) -> SyntaxNode {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.depthLimit { throw PatternError(.tooDeep, at: start..<start + 1) }
        guard take("?") else { return try capture(name: nil, from: start) }
        if take(":") { return try body(from: start) }
        try refuseUnsupportedGroup(from: start)
        guard take("P<") || take("<") else { throw PatternError(.unknownGroupKind, at: start..<position) }
        return try capture(name: try groupName(), from: start)
    }

    private mutating func capture(name: String?, from start: Int) throws(PatternError) -> SyntaxNode {
        groups.append(Group(name: name))
        if groups.count > Pattern.groupLimit { throw PatternError(.tooManyGroups, at: start..<position) }
        return .capture(groups.count, try body(from: start))
    }

    private mutating func body(from start: Int) throws(PatternError) -> SyntaxNode {
        let node = try alternatives()
        guard take(")") else { throw PatternError(.unclosedGroup, at: start..<start + 1) }
        return node
    }

    /// A name and the `>` after it.
    private mutating func groupName() throws(PatternError) -> String {
        let start = position
        while let next = peek(), next != ">", next != ")" { position += 1 }
        let name = String(String.UnicodeScalarView(source[start..<position]))
        guard take(">"), Self.isName(source[start..<position - 1]) else {
            throw PatternError(.invalidGroupName(name), at: min(start, position - 1)..<position)
        }
        if groups.contains(where: { $0.name == name }) {
            throw PatternError(.duplicateGroupName(name), at: start..<position - 1)
        }
        return name
    }

    private static func isName(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let first = scalars.first, first == "_" || first.properties.isXIDStart else { return false }
        return scalars.allSatisfy(\.properties.isXIDContinue)
    }

    /// Refuses group constructs of other engines by name; `(?` has been read.
    private func refuseUnsupportedGroup(from start: Int) throws(PatternError) {
        let unsupported: [(opening: String, reason: PatternError.Reason)] = [
            ("=", .lookAround("(?=")), ("!", .lookAround("(?!")),
            ("<=", .lookAround("(?<=")), ("<!", .lookAround("(?<!")),
            (">", .atomicGroup), ("P=", .backReference), ("(", .conditional), ("#", .comment),
            ("P>", .recursion), ("R", .recursion), ("&", .recursion),
        ]
        for (opening, reason) in unsupported where source[position...].starts(with: opening.unicodeScalars) {
            throw PatternError(reason, at: start..<position + opening.unicodeScalars.count)
        }
        guard let next = peek() else { return }
        if next == "-" || next == "^" || next.isASCII && next.properties.isLowercase {
            throw PatternError(.inlineFlags, at: start..<position + 1)
        }
    }
}

extension PatternParser {
    /// One member of a class, or one end of a range.
    private struct Member {
        let meaning: Escape
        let source: Range<Int>
    }

    /// A character class; its bracket has been read.
    private mutating func characterClass(from start: Int) throws(PatternError) -> ScalarSet {
        let mark = literals.count
        let isNegated = take("^")
        var ranges = try member(ofClassFrom: start)
        while !take("]") { ranges += try member(ofClassFrom: start) }
        // The end of the class is known only now.
        for index in mark..<literals.count {
            let literal = literals[index]
            literals[index] = Pattern.Literal(
                scalars: literal.scalars,
                source: literal.source,
                role: .member(ofClass: start..<position, isRange: literal.scalars.count == 2, isNegated: isNegated)
            )
        }
        return isNegated ? ScalarSet(ranges).inverted : ScalarSet(ranges)
    }

    /// A character, a set or a range; a bracket that closes nothing yet is a character.
    private mutating func member(ofClassFrom start: Int) throws(PatternError) -> [ClosedRange<UInt32>] {
        let first = try end(ofClassFrom: start)
        guard peek() == "-", peek(1) != "]" else { return single(first) }
        position += 1
        let last = try end(ofClassFrom: start)
        let source = first.source.lowerBound..<last.source.upperBound
        guard case .scalar(let low) = first.meaning, case .scalar(let high) = last.meaning else {
            throw PatternError(.setAsRangeEnd, at: source)
        }
        if low > high { throw PatternError(.reversedRange, at: source) }
        literals.append(Pattern.Literal(scalars: [low, high], source: source, role: .run))
        return [low.value...high.value]
    }

    private mutating func single(_ member: Member) -> [ClosedRange<UInt32>] {
        switch member.meaning {
        case .set(let set): return set.ranges
        case .scalar(let scalar):
            literals.append(Pattern.Literal(scalars: [scalar], source: member.source, role: .run))
            return [scalar.value...scalar.value]
        }
    }

    private mutating func end(ofClassFrom start: Int) throws(PatternError) -> Member {
        guard let scalar = peek() else { throw PatternError(.unclosedClass, at: start..<start + 1) }
        let begin = position
        position += 1
        if scalar == "[", peek() == ":", isNamedClass() { throw PatternError(.namedClass, at: begin..<position + 1) }
        let meaning = scalar == "\\" ? try escapeMeaning(from: begin) : .scalar(scalar)
        return Member(meaning: meaning, source: begin..<position)
    }

    /// Whether `name:]` follows the colon of `[:`.
    private func isNamedClass() -> Bool {
        let rest = source[(position + 1)...].drop { "a"..."z" ~= $0 || $0 == "^" }
        return rest.starts(with: ":]".unicodeScalars)
    }
}

extension PatternParser {
    /// The meaning of an escape.
    private enum Escape {
        case scalar(Unicode.Scalar)
        case set(ScalarSet)
    }

    /// An escape outside of classes; its backslash has been read.
    private mutating func escape(from start: Int) throws(PatternError) -> SyntaxNode {
        if let reason = peek().flatMap(Self.unsupported) { throw PatternError(reason, at: start..<start + 2) }
        switch try escapeMeaning(from: start) {
        case .scalar(let scalar): return literal(scalar, from: start)
        case .set(let set): return .set(set)
        }
    }

    /// The reason to refuse an escape of other engines outside of classes.
    private static func unsupported(_ scalar: Unicode.Scalar) -> PatternError.Reason? {
        switch scalar {
        case "b", "B": .wordBoundary
        case "A", "Z", "z", "G": .textAnchor
        case "1"..."9", "k", "g": .backReference
        default: nil
        }
    }

    /// An escape that may stand in a class too; its backslash has been read.
    private mutating func escapeMeaning(from start: Int) throws(PatternError) -> Escape {
        guard let scalar = peek() else { throw PatternError(.trailingBackslash, at: start..<start + 1) }
        position += 1
        switch scalar {
        case "d": return .set(.digits)
        case "D": return .set(.digits.inverted)
        case "s": return .set(.whiteSpace)
        case "S": return .set(.whiteSpace.inverted)
        case "w": return .set(.wordCharacters)
        case "W": return .set(.wordCharacters.inverted)
        case "p": return .set(try property(from: start))
        case "P": return .set(try property(from: start).inverted)
        case "n": return .scalar("\n")
        case "r": return .scalar("\r")
        case "t": return .scalar("\t")
        case "x": return .scalar(try codePoint(digits: 2, from: start))
        case "u": return .scalar(try codePoint(from: start))
        case "0"..."9", "a"..."z", "A"..."Z":
            throw PatternError(.unknownEscape("\\\(scalar)"), at: start..<position)
        default: return .scalar(scalar)
        }
    }

    /// `{name}`.
    private mutating func property(from start: Int) throws(PatternError) -> ScalarSet {
        guard take("{"), let end = source[position...].firstIndex(of: "}") else {
            throw PatternError(.incompleteEscape, at: start..<position)
        }
        let name = String(String.UnicodeScalarView(source[position..<end]))
        position = end + 1
        guard let set = ScalarSet.property(name) else {
            throw PatternError(.unknownProperty(name), at: start..<position)
        }
        return set
    }

    /// `XXXX`, or `{X…}` with up to six digits.
    private mutating func codePoint(from start: Int) throws(PatternError) -> Unicode.Scalar {
        guard take("{") else { return try codePoint(digits: 4, from: start) }
        let count = source[position...].prefix { $0 != "}" }.count
        guard 1...6 ~= count else { throw PatternError(.incompleteEscape, at: start..<position) }
        let scalar = try codePoint(digits: count, from: start)
        guard take("}") else { throw PatternError(.incompleteEscape, at: start..<position) }
        return scalar
    }

    private mutating func codePoint(digits: Int, from start: Int) throws(PatternError) -> Unicode.Scalar {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = peek().flatMap({ Character($0).hexDigitValue }), peek()?.isASCII == true else {
                throw PatternError(.incompleteEscape, at: start..<position)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        guard let scalar = Unicode.Scalar(value) else { throw PatternError(.invalidCodePoint, at: start..<position) }
        return scalar
    }
}

extension PatternParser {
    /// The repeat that follows an item which began at `start`, if one does.
    private mutating func repetition(
        after start: Int
    ) throws(PatternError) -> (repeat: SyntaxNode.Repetition, operatorSource: Range<Int>)? {
        let operatorStart = position
        guard var count = try repeatOperator() else { return nil }
        if take("+") { throw PatternError(.possessiveRepeat, at: operatorStart..<position) }
        count.isLazy = take("?")
        count.source = start..<position
        let operatorSource = operatorStart..<position
        if try repeatOperator() != nil { throw PatternError(.repeatedRepeat, at: operatorSource.upperBound..<position) }
        return (count, operatorSource)
    }

    /// Refuses a repeat where an item should begin; its first character has been read.
    private mutating func refuseRepeat(from start: Int) throws(PatternError) {
        let end = position
        position = start
        if try repeatOperator() != nil { throw PatternError(.nothingToRepeat, at: start..<position) }
        position = end
    }

    private mutating func repeatOperator() throws(PatternError) -> SyntaxNode.Repetition? {
        if take("*") { return SyntaxNode.Repetition(minimum: 0, maximum: nil) }
        if take("+") { return SyntaxNode.Repetition(minimum: 1, maximum: nil) }
        if take("?") { return SyntaxNode.Repetition(minimum: 0, maximum: 1) }
        return try bounds()
    }

    /// `{m}`, `{m,}`, `{,n}`, `{,}` or `{m,n}`; anything else after a brace is a literal, as in Python.
    private mutating func bounds() throws(PatternError) -> SyntaxNode.Repetition? {
        let start = position
        guard take("{"), peek() != "}" else {
            position = start
            return nil
        }
        let minimum = number()
        let hasComma = take(",")
        let maximum = hasComma ? number() : minimum
        guard take("}"), hasComma || minimum != nil else {
            position = start
            return nil
        }
        if max(minimum ?? 0, maximum ?? 0) > Pattern.repeatLimit {
            throw PatternError(.boundTooLarge, at: start..<position)
        }
        if let minimum, let maximum, minimum > maximum { throw PatternError(.reversedBounds, at: start..<position) }
        return SyntaxNode.Repetition(minimum: minimum ?? 0, maximum: maximum)
    }

    /// A decimal number, capped just above the limit.
    private mutating func number() -> Int? {
        var value: Int?
        while let digit = peek(), "0"..."9" ~= digit {
            value = min((value ?? 0) * 10 + Int(digit.value - 0x30), Pattern.repeatLimit + 1)
            position += 1
        }
        return value
    }
}

extension PatternParser {
    /// A point in the pattern, to change the literals and groups after it later.
    private struct Mark {
        let position: Int
        let literals: Int
        let groups: Int
    }

    private var mark: Mark { Mark(position: position, literals: literals.count, groups: groups.count) }

    private mutating func makeOptional(since mark: Mark) {
        for index in mark.literals..<literals.count { literals[index].isRequired = false }
        for index in mark.groups..<groups.count { groups[index].isOptional = true }
    }

    /// Appends a single literal to the run that ends where it begins.
    private mutating func joinLiterals(since mark: Mark) {
        guard mark.literals > 0, literals.count == mark.literals + 1, let last = literals.last, last.role == .run,
            literals[mark.literals - 1].role == .run,
            literals[mark.literals - 1].source.upperBound == last.source.lowerBound
        else { return }
        literals.removeLast()
        literals[mark.literals - 1].scalars += last.scalars
        literals[mark.literals - 1].source = literals[mark.literals - 1].source.lowerBound..<last.source.upperBound
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < source.count ? source[position + offset] : nil
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        position += 1
        return true
    }

    /// Takes a text if it comes next.
    private mutating func take(_ text: String) -> Bool {
        guard source[position...].starts(with: text.unicodeScalars) else { return false }
        position += text.unicodeScalars.count
        return true
    }
}
