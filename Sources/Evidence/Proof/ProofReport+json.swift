internal import Foundation
internal import OperatorText
internal import RuleAuthoring
internal import RuleEngine

extension ProofReport {
    /// The proof alone for programs, version 1 (docs/operating.md, "Comparing two rule sets"); without a line feed at the
    /// end.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return ForeignText.json(String(decoding: try encoder.encode(LoneProof(self)), as: UTF8.self))
    }
}

private struct LoneProof: Encodable {
    let version = 1
    let old, new: String
    let proof: ProofDocument
    let gates: [GateDocument]

    enum CodingKeys: String, CodingKey {
        case version, old, new, proof, gates
    }

    init(_ report: ProofReport) {
        old = report.old.name
        new = report.new.name
        proof = ProofDocument(report)
        gates = report.verdicts.map(GateDocument.init)
    }
}

/// A gate in JSON.
struct GateDocument: Encodable {
    let name: String
    let passed: Bool
    let detail: String

    init(_ verdict: GateVerdict) {
        (name, passed, detail) = (verdict.name, verdict.isPassed, verdict.detail.english)
    }
}

/// A proof in JSON.
struct ProofDocument: Encodable {
    struct Kind: Encodable {
        let kind, old, new: String
        /// The numbers of the cases, of rules.
        let oldCase, newCase: Int?
        let example: Example?
        let isShortest: Bool

        enum CodingKeys: String, CodingKey {
            case kind, old, new, example
            case oldCase = "old_case"
            case newCase = "new_case"
            case isShortest = "is_shortest"
        }

        init(_ change: ProofReport.Change) {
            kind = change.code
            (old, oldCase) = (change.proved.old.code, change.proved.old.caseNumber)
            (new, newCase) = (change.proved.new.code, change.proved.new.caseNumber)
            example = change.proved.witness.map(Example.init)
            isShortest = change.proved.isShortest
        }
    }

    /// A message, or another event, with the state and the moment in which it shows the change.
    struct Example: Encodable {
        let event: String
        let text, menu, scene, at, asked: String?
        let tester, known, handoff: Bool?
        let cooling: [String]?
        /// The messages of both sides.
        let old, new: [String]

        init(_ witness: Witness) {
            event = witness.event.kind.rawValue
            text = witness.text
            menu = witness.event.menu
            scene = witness.event.scene
            at = witness.time.map { "\($0.day)T\($0.timeText)" }
            asked = witness.state.question?.slot
            tester = witness.isTester ? true : nil
            known = witness.state.isKnown ? true : nil
            handoff = witness.state.handoffUntil == nil ? nil : true
            cooling = witness.cooling.isEmpty ? nil : witness.cooling
            old = witness.old.messages.map(\.plainText)
            new = witness.new.messages.map(\.plainText)
        }
    }

    /// `proved` or `sampled`.
    let verdict: String
    /// The random messages that were tried, and the searches that reached a bound.
    let messages, cutSearches: Int?
    let kinds: [Kind]
    /// The settings outside of the rules that differ and hold for every message.
    let settings: [String]
    let sentence: String

    enum CodingKeys: String, CodingKey {
        case verdict, messages, kinds, settings, sentence
        case cutSearches = "cut_searches"
    }

    init(_ report: ProofReport) {
        switch report.result.verdict {
        case .proved: (verdict, messages, cutSearches) = ("proved", nil, nil)
        case .sampled(let tried, let cut): (verdict, messages, cutSearches) = ("sampled", tried, cut)
        }
        kinds = report.changes.map(Kind.init)
        settings = report.settings.map(\.english)
        sentence = report.result.closing().english
    }
}

extension Answerer {
    fileprivate var caseNumber: Int? { if case .rule(_, let number) = self { number } else { nil } }
}
