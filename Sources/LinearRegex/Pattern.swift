/// A regular expression whose searches take linear time, whatever the expression and the text.
///
/// The dialect is Python's `re` with `re.ASCII`, without look-around and back-references, and with `\p{Han}`,
/// `\p{Latin}`, `\p{L}` and `\p{N}`. `^` and `$` mean the ends of the whole text. Among the leftmost matches the
/// preferred one wins: earlier alternatives first, repeats greedy or lazy as written.
///
/// Texts are arrays of `Unicode.Scalar`, and all positions are indices of such arrays.
public struct Pattern: Sendable {
    /// The greatest number of automaton states; it bounds the time for one text.
    public static let stateLimit = 10_000
    /// The greatest number of code points of a pattern.
    public static let lengthLimit = 10_000
    /// The greatest number of capturing groups; it bounds the memory for one search.
    public static let groupLimit = 100
    /// The greatest count in a repeat such as `{2,5}`.
    public static let repeatLimit = 1_000

    /// The named groups in order of appearance.
    public let groupNames: [String]
    /// The named groups that take no part in some matches.
    public let optionalGroupNames: Set<String>
    /// Every literal run and class member, in order of appearance.
    package let literals: [Literal]
    package let nfa: NFA
    package let requiredLiterals: RequiredLiterals
    /// Whether every match begins at the start of the text.
    package let isAnchored: Bool
    private let groupNumbers: [String: Int]

    /// Compiles a pattern.
    ///
    /// - Throws: ``PatternError`` with the reason and its place in the pattern.
    public init(_ source: String) throws(PatternError) {
        guard source.unicodeScalars.count <= Pattern.lengthLimit else { throw PatternError(.tooLong, at: 0..<1) }
        var parser = PatternParser(source)
        let root = try parser.pattern()
        nfa = try NFA.compile(root, groupCount: parser.groups.count, sourceLength: parser.source.count)
        requiredLiterals = RequiredLiterals.extract(from: root)
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

    /// Finds the leftmost match with its captures, in time linear in the text.
    public func firstMatch(in text: [Unicode.Scalar]) -> Match? {
        guard let slots = slots(in: text) else { return nil }
        return Match(slots: slots, groupNumbers: groupNumbers)
    }

    private func slots(in text: [Unicode.Scalar]) -> [Int?]? {
        if BoundedBacktracker.fits(nfa, length: text.count) {
            var backtracker = BoundedBacktracker()
            return backtracker.run(nfa, on: text)
        }
        var machine = PikeVM(nfa, text: text)
        return machine.run()
    }

    /// The number of a named group; its slots are twice this number and the next one.
    package func number(ofGroup name: String) -> Int? { groupNumbers[name] }

    /// Whether every text with a match of this pattern has a match of another one.
    ///
    /// - Parameters:
    ///   - other: The pattern that may be the wider one.
    ///   - steps: The limit of work; beyond it the answer is ``LanguageInclusion/undecided``.
    /// - Returns: Whether the matches of this pattern are included in those of the other.
    public func inclusion(in other: Pattern, steps: Int = 1_000_000) -> LanguageInclusion {
        nfa.inclusion(in: other.nfa, budget: StepBudget(steps))
    }
}

extension Pattern {
    /// A match and its captures, as ranges of the text.
    public struct Match: Sendable {
        /// The whole match.
        public let range: Range<Int>
        /// The whole match, then each group by number; nil for a group that took no part.
        public let captures: [Range<Int>?]
        private let groupNumbers: [String: Int]

        fileprivate init?(slots: [Int?], groupNumbers: [String: Int]) {
            captures = stride(from: 0, to: slots.count, by: 2)
                .map { slot in
                    guard let start = slots[slot], let end = slots[slot + 1] else { return nil }
                    return start..<end
                }
            guard let range = captures.first ?? nil else { return nil }
            self.range = range
            self.groupNumbers = groupNumbers
        }

        /// The last capture of a named group; nil when it took no part, or when there is no such group.
        public subscript(_ name: String) -> Range<Int>? {
            groupNumbers[name].flatMap { captures[$0] }
        }
    }

    /// Characters that a pattern spells out.
    package struct Literal: Sendable, Hashable {
        /// The place of a literal in the pattern.
        package enum Role: Sendable, Hashable {
            /// A run of characters, as long as possible.
            case run
            /// One member of a character class, or the two ends of a range of members.
            case member(ofClass: Range<Int>, isRange: Bool, isNegated: Bool)
        }

        /// The characters, with escapes resolved.
        package var scalars: [Unicode.Scalar]
        /// Its place in the pattern, in code points.
        package var source: Range<Int>
        package let role: Role
        /// Whether every match contains it: no alternative and no repeat leaves it out.
        package var isRequired: Bool

        package init(scalars: [Unicode.Scalar], source: Range<Int>, role: Role, isRequired: Bool = true) {
            self.scalars = scalars
            self.source = source
            self.role = role
            self.isRequired = isRequired
        }
    }
}

extension NFA {
    /// Whether there is a match anywhere in a text, without an automaton of character classes.
    package func matches(_ text: Span<Unicode.Scalar>, using backtracker: inout BoundedBacktracker) -> Bool {
        if BoundedBacktracker.fits(self, length: text.count) { return backtracker.finds(self, in: text, from: 0) }
        var scalars: [Unicode.Scalar] = []
        for index in text.indices { scalars.append(text[index]) }
        var machine = PikeVM(self, text: scalars)
        return machine.run() != nil
    }
}
