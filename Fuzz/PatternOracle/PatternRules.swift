import Foundation
import LinearRegex
import RuleAuthoring
import RuleEngine

/// Rule sets of one rule, whose only clause is a pattern: the way of a message through the whole matcher.
struct PatternRules {
    /// Which form of a message the pattern is for.
    enum Kind: String, CaseIterable {
        case folded = "regex"
        case raw = "raw_regex"
    }

    private let sets: [(kind: Kind, rules: RuleSet)]

    /// The kinds of rules that the pattern may stand in; RB021 and the like refuse some.
    var kinds: [Kind] { sets.map(\.kind) }

    init(_ pattern: String) {
        let quoted = pattern.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        sets = Kind.allCases.compactMap { kind in
            let file = "version: 1\nrules: [{id: a, match: {\(kind.rawValue): '\(quoted)'}, reply: b}]"
            let result = RuleLoader.load([SourceFile(path: "a.yaml", bytes: Array(file.utf8))])
            return result.ruleSet.map { (kind, $0) }
        }
    }

    /// How the rules decide otherwise than the pattern.
    func disagreements(with pattern: Pattern, on text: String) -> [String] {
        let event = RuleEvent(.text(text), userID: "2088000000000001", messageID: "1")
        return sets.compactMap { kind, rules in
            let decision = rules.decide(event, state: ContactState(), at: Date(timeIntervalSince1970: 0))
            guard let message = decision.text else { return "\(kind.rawValue): no text" }
            let expected = expectation(of: pattern, kind: kind, on: message)
            let found = decision.candidates.first?.captures
            return expected == found ? nil : "\(kind.rawValue) on “\(text)”: \(shown(found)), not \(shown(expected))"
        }
    }

    private func expectation(of pattern: Pattern, kind: Kind, on text: NormalizedText) -> [String: String]? {
        let scalars = kind == .raw ? text.raw : text.folded
        guard let match = pattern.firstMatch(in: scalars) else { return nil }
        var captures: [String: String] = [:]
        for name in pattern.groupNames {
            guard let range = match[name] else { continue }
            captures[name] = kind == .raw ? String(String.UnicodeScalarView(scalars[range])) : text.original(range)
        }
        return captures
    }

    private func shown(_ captures: [String: String]?) -> String {
        captures.map { $0.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") + "." }
            ?? "none"
    }
}
