package import LinearRegex

/// One clause under `match`; its keys are joined by AND (RULES C1).
public struct MatchClause: Sendable {
    /// The clause's number in its rule, counted from 1; 0 until a rule takes a clause that was made in code.
    public internal(set) var number: Int
    /// The whole message, trimmed, is one of these.
    public let exact: [Keyword]
    /// The message begins with one of these.
    public let prefix: [Keyword]
    /// The message ends with one of these.
    public let suffix: [Keyword]
    /// The message contains one of these.
    public let any: [Keyword]
    /// The message contains each of these.
    public let all: [Keyword]
    /// The message contains none of these.
    public let none: [Keyword]
    /// Every one of these matches.
    public let patterns: [RulePattern]
    /// Where the clause begins.
    public let location: SourceLocation

    package init(
        number: Int,
        exact: [Keyword],
        prefix: [Keyword],
        suffix: [Keyword],
        any: [Keyword],
        all: [Keyword],
        none: [Keyword],
        patterns: [RulePattern],
        location: SourceLocation
    ) {
        self.number = number
        self.exact = exact
        self.prefix = prefix
        self.suffix = suffix
        self.any = any
        self.all = all
        self.none = none
        self.patterns = patterns
        self.location = location
    }

    /// The class of evidence that ranks a match (RULES C4, step 4).
    public var tier: MatchTier {
        if !exact.isEmpty { return .exact }
        return prefix.isEmpty && suffix.isEmpty && any.isEmpty && all.isEmpty ? .pattern : .keyword
    }

    func numbered(_ number: Int) -> MatchClause {
        var clause = self
        if clause.number == 0 { clause.number = number }
        return clause
    }
}

extension MatchClause {
    /// Makes a clause in code, of words in any spelling and of regular expressions.
    ///
    /// - Throws: ``UnusableKeyword``, or the error of a regular expression.
    public init(
        exact: [String] = [],
        prefix: [String] = [],
        suffix: [String] = [],
        any: [String] = [],
        all: [String] = [],
        none: [String] = [],
        regex: [String] = []
    ) throws {
        self.init(
            number: 0,
            exact: try exact.map { try Keyword($0, isWhole: true) },
            prefix: try prefix.map { try Keyword($0) },
            suffix: try suffix.map { try Keyword($0) },
            any: try any.map { try Keyword($0) },
            all: try all.map { try Keyword($0) },
            none: try none.map { try Keyword($0) },
            patterns: try regex.map { try RulePattern($0, location: .code) },
            location: .code
        )
    }
}

/// One word or phrase that a rule looks for.
public struct Keyword: Sendable {
    /// As the operator wrote it.
    public let text: String
    /// Its L2 form (for `exact`: its L2t form), never empty (RULES C4).
    public let folded: [Unicode.Scalar]
    /// Where it is written; for a word of a set, in the set.
    public let location: SourceLocation
    /// The `$name` that contributes the word; nil for a word that stands in the list itself.
    package let use: SetUse?

    package init(text: String, folded: [Unicode.Scalar], location: SourceLocation, use: SetUse? = nil) {
        self.text = text
        self.folded = folded
        self.location = location
        self.use = use
    }

    /// Folds a word.
    ///
    /// - Parameters:
    ///   - text: The word in any spelling.
    ///   - isWhole: Whether it is compared with the whole message, as under `exact`.
    /// - Throws: When the folded word is empty or too long.
    public init(_ text: String, isWhole: Bool = false) throws(UnusableKeyword) {
        let normalized = TextNormalizer.normalize(text)
        guard !normalized.folded.isEmpty, !normalized.isTruncated else { throw UnusableKeyword(text: text) }
        let folded = isWhole ? Array(normalized.folded[normalized.trimmed]) : normalized.folded
        self.init(text: text, folded: folded, location: .code)
    }

    /// The place of the word, or of the reference to its set, in the list.
    package var written: (location: SourceLocation, length: Int) {
        use.map { ($0.location, $0.name.unicodeScalars.count + 1) } ?? (location, text.unicodeScalars.count)
    }
}

/// A keyword that is empty once it is folded, or longer than ``TextNormalizer/lengthLimit``.
public struct UnusableKeyword: Error, Sendable {
    /// The word as it was given.
    public let text: String
}

/// A reference to a set, `$name`; one object for all the words that it contributes.
package final class SetUse: Sendable {
    package let name: String
    package let location: SourceLocation

    package init(name: String, location: SourceLocation) {
        self.name = name
        self.location = location
    }
}

/// A compiled regular expression of a rule.
public struct RulePattern: Sendable {
    /// As the operator wrote it.
    public let text: String
    package let pattern: Pattern
    /// Whether it runs on L1 (`raw_regex`) instead of L2 (`regex`).
    public let isRaw: Bool
    /// Where it is written.
    public let location: SourceLocation

    package init(text: String, pattern: Pattern, isRaw: Bool, location: SourceLocation) {
        self.text = text
        self.pattern = pattern
        self.isRaw = isRaw
        self.location = location
    }
}
