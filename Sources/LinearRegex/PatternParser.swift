/// Reads a pattern by recursive descent, to a bounded depth.
///
/// Its concerns are split over several files: groups, classes, escapes and repeats.
struct PatternParser {
    /// A capturing group, as far as it is known.
    struct Group {
        /// Its name, if it has one.
        let name: String?
        /// Whether a match may leave it out.
        var isOptional = false
    }

    /// How deep groups may be nested; the recursion goes no deeper.
    static let depthLimit = 250

    let source: [Unicode.Scalar]
    var position = 0
    var depth = 0
    var groups: [Group] = []
    var literals: [Pattern.Literal] = []

    init(_ source: String) {
        self.source = Array(source.unicodeScalars)
    }

    /// The whole pattern.
    mutating func pattern() throws(PatternError) -> PatternNode {
        let node = try alternatives()
        if position < source.count { throw PatternError(.unopenedGroup, at: position..<position + 1) }
        return node
    }

    /// Branches up to the end of the group.
    mutating func alternatives() throws(PatternError) -> PatternNode {
        let mark = mark
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        guard branches.count > 1 else { return branches[0] }
        makeOptional(since: mark)
        return .alternatives(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var items: [PatternNode] = []
        while let next = peek(), next != "|", next != ")" {
            items.append(try item())
        }
        return items.count == 1 ? items[0] : items.isEmpty ? .empty : .sequence(items)
    }

    /// One part of a sequence with its repeat, if it has one.
    private mutating func item() throws(PatternError) -> PatternNode {
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

    private mutating func atom() throws(PatternError) -> PatternNode {
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
    mutating func literal(_ scalar: Unicode.Scalar, from start: Int) -> PatternNode {
        literals.append(Pattern.Literal(scalars: [scalar], source: start..<position, role: .run))
        return .scalar(scalar)
    }
}

extension PatternParser {
    /// A point in the reading, for what is to be said later about everything read since.
    struct Mark {
        let position: Int
        let literals: Int
        let groups: Int
    }

    var mark: Mark { Mark(position: position, literals: literals.count, groups: groups.count) }

    mutating func makeOptional(since mark: Mark) {
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

    func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < source.count ? source[position + offset] : nil
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        position += 1
        return true
    }

    /// Takes a text if it comes next.
    mutating func take(_ text: String) -> Bool {
        guard source[position...].starts(with: text.unicodeScalars) else { return false }
        position += text.unicodeScalars.count
        return true
    }
}
