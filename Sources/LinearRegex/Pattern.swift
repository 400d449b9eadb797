/// A regular expression of the rule language, compiled; matching takes linear time (RULES C4, "Regex").
///
/// The dialect is Python's `re` with `re.ASCII`, less what needs backtracking, plus `\p{Han}`; `^` and `$` mean the
/// ends of the whole message.
struct Pattern: Sendable {
    /// How many program states a pattern may have, which bounds the time for one message.
    static let stateLimit = 10_000
    /// How many code points a pattern may have, which bounds what is read of it.
    static let lengthLimit = 10_000
    /// How many groups may capture, which bounds the memory for one message.
    static let groupLimit = 100

    /// The named groups in order of appearance.
    let groupNames: [String]
    /// The named groups that may take no part in a match.
    let optionalGroupNames: Set<String>
    /// Every literal run and class member, in order of appearance.
    let literals: [Literal]
    let program: PatternProgram
    /// What a text must hold for the pattern to match.
    let fragments: PatternFragments
    /// Whether every match begins at the start of the text.
    let isAnchored: Bool
    private let groupNumbers: [String: Int]

    /// Compiles a pattern, or says what is wrong with it and where.
    init(_ source: String) throws(PatternError) {
        guard source.unicodeScalars.count <= Pattern.lengthLimit else { throw PatternError(.tooLong, at: 0..<1) }
        var parser = PatternParser(source)
        let root = try parser.pattern()
        program = try PatternProgram(root, groupCount: parser.groups.count, sourceLength: parser.source.count)
        fragments = PatternFragments(root)
        isAnchored = root.isAnchored
        literals = parser.literals
        var names: [String] = []
        var numbers: [String: Int] = [:]
        var optional: Set<String> = []
        for (index, group) in parser.groups.enumerated() {
            guard let name = group.name else { continue }
            names.append(name)
            numbers[name] = index + 1
            if group.isOptional { optional.insert(name) }
        }
        groupNames = names
        groupNumbers = numbers
        optionalGroupNames = optional
    }

    /// The leftmost match, and of those that begin there the one that the pattern prefers.
    func firstMatch(in text: [Unicode.Scalar]) -> PatternMatch? {
        var memory = PatternBacktracker()
        guard let slots = slots(in: text, &memory) else { return nil }
        return PatternMatch(slots: slots, groupNumbers: groupNumbers)
    }

    private func slots(in text: [Unicode.Scalar], _ memory: inout PatternBacktracker) -> [Int?]? {
        if PatternBacktracker.fits(program, text.count) { return memory.run(program, on: text) }
        var machine = PatternMachine(program, text: text)
        return machine.run()
    }
}

extension PatternProgram {
    /// Whether the pattern matches anywhere in a text, without an automaton.
    func matches(_ text: Span<Unicode.Scalar>, using memory: inout PatternBacktracker) -> Bool {
        if PatternBacktracker.fits(self, text.count) { return memory.finds(self, in: text, from: 0) }
        var scalars: [Unicode.Scalar] = []
        for index in text.indices { scalars.append(text[index]) }
        var machine = PatternMachine(self, text: scalars)
        return machine.run() != nil
    }
}
