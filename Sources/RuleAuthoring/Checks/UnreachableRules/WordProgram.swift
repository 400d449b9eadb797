import LinearRegex
import OperatorText
import RuleEngine

/// Programs for words, so that they can be compared with expressions.
enum WordProgram {
    /// A program that has a match in every message for which a fact is true.
    static func program(for fact: RulePiece.Fact) -> NFA? {
        switch fact {
        // Signs may stand around a whole word, so only its presence is known.
        case .whole(let word), .contains(let word): program([word], under: .any)
        case .starts(let word): program([word], under: .prefix)
        case .ends(let word): program([word], under: .suffix)
        case .pattern(let pattern): pattern.pattern.nfa
        }
    }

    /// A program that has a match in exactly the messages that have one of the words at the place that the key asks for.
    static func program(_ words: [[Unicode.Scalar]], under key: MatchClause.WordKey) -> NFA? {
        guard !words.isEmpty, words.allSatisfy({ $0.count <= WordTable.lengthLimit }) else { return nil }
        let branches = words.map { node($0, under: key) }
        let root = branches.count == 1 ? branches[0] : SyntaxNode.alternatives(branches)
        return try? NFA.compile(root)
    }

    private static func node(_ word: [Unicode.Scalar], under key: MatchClause.WordKey) -> SyntaxNode {
        let before = key == .prefix ? .start : border(.start, at: word.first)
        let after = key == .suffix ? .end : border(.end, at: word.last)
        return .sequence([before] + word.map { .scalar($0) } + [after])
    }

    /// A Latin character at an end of a word is not a part of a longer run.
    private static func border(_ end: SyntaxNode, at scalar: Unicode.Scalar?) -> SyntaxNode {
        guard let scalar, LatinBoundary.isWord(scalar) else { return .empty }
        return .alternatives([end, .set(ScalarSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A]).inverted)])
    }
}
