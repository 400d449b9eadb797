internal import OperatorText
internal import RuleEngine

/// The proof of a change with its names and gates, ready to be written in a format: alone, or as a section of a diff.
package struct ProofReport: Sendable {
    /// One kind of change with the words of a diff for it.
    struct Change: Sendable {
        let proved: ProvedKind
        /// Nil where no example was found, and where the answers are equal and only the follower's state then differs.
        let kind: ChangeKind?

        /// Whether the answers only may differ.
        var isOpen: Bool { proved.witness == nil }

        /// The kind in words.
        var phrase: LocalizedText {
            if isOpen { return LocalizedText("可能变化", "may change") }
            return kind?.phrase ?? LocalizedText("只影响以后", "only later")
        }

        /// The kind for programs.
        var code: String { isOpen ? "unknown" : kind?.rawValue ?? "later" }
    }

    package let old: DiffSide
    package let new: DiffSide
    package let result: ProofResult
    /// The gates of `--fail-on`, on kinds of message instead of events.
    package let verdicts: [GateVerdict]
    /// The changes that the view shows, those with the shortest messages first.
    let changes: [Change]
    /// The classes that `--fail-on` names.
    private let failing: [DiffGates.Class]
    private let all: [Change]

    package init(
        old: DiffSide,
        new: DiffSide,
        result: ProofResult,
        failing: [DiffGates.Class] = [],
        view: DiffView = DiffView()
    ) {
        self.old = old
        self.new = new
        self.result = result
        self.failing = failing
        let comparison = AnswerComparison(old: AnswerLookup(old.rules), new: AnswerLookup(new.rules))
        let all = result.kinds.enumerated().sorted { ($0.element.length, $0.offset) < ($1.element.length, $1.offset) }
            .map { _, kind in
                Change(proved: kind, kind: kind.witness.flatMap { comparison.kind($0.old, $0.new) })
            }
        self.all = all
        changes = all.filter { view.shows($0) }
        var isCut = false
        if case .sampled = result.verdict { isCut = true }
        verdicts = failing.map { word in
            let count = all.count(where: word.includes)
            let isOpen = isCut && (word == .unknown || word == .any)
            let kinds = LocalizedText(
                "\(count) 类消息",
                English.count(count, of: "kind of message", plural: "kinds of message")
            )
            return GateVerdict(
                name: "--fail-on \(word.rawValue) (--prove)",
                isPassed: count == 0 && !isOpen,
                detail: LocalizedText(
                    kinds.chinese + (isOpen ? "，而且只是抽样" : ""),
                    kinds.english + (isOpen ? ", and the rest is only sampled" : "")
                )
            )
        }
    }

    /// Whether a gate is not passed.
    package var isFailed: Bool { verdicts.contains { !$0.isPassed } }

    /// Whether `--fail-on` names the kind of a change.
    func isFailing(_ change: Change) -> Bool { failing.contains { $0.includes(change) } }

    /// The line for programs: `PROOF=… KINDS=… LOST=… GAINED=… CHANGED=… LATER=… UNKNOWN=…`.
    package var machineLine: String {
        let verdict = if case .proved = result.verdict { "proved" } else { "sampled" }
        let counts: [(String, Int)] = [
            ("KINDS", all.count), ("LOST", all.count { $0.kind == .lost }),
            ("GAINED", all.count { $0.kind == .gained }),
            ("CHANGED", all.count(where: DiffGates.Class.changed.includes)),
            ("LATER", all.count { !$0.isOpen && $0.kind == nil }), ("UNKNOWN", all.count(where: \.isOpen)),
        ]
        return "PROOF=\(verdict) " + counts.map { "\($0)=\($1)" }.joined(separator: " ")
    }

    /// The rules of the changes, each once.
    var ruleIDs: [String] {
        var ids: [String] = []
        for id in changes.flatMap({ [$0.proved.old.ruleID, $0.proved.new.ruleID] }).compactMap(\.self)
        where !ids.contains(id) {
            ids.append(id)
        }
        return ids
    }
}

extension DiffGates.Class {
    /// Whether the word stands for a kind of change that a proof found.
    func includes(_ change: ProofReport.Change) -> Bool {
        switch self {
        case .any: true
        case .unknown: change.isOpen
        default: change.kind.map(includes) ?? false
        }
    }
}

extension DiffView {
    /// Whether the view shows a kind of change that a proof found.
    fileprivate func shows(_ change: ProofReport.Change) -> Bool {
        (only.isEmpty || only.contains { $0.includes(change) })
            && (rule.map { $0 == change.proved.old.ruleID || $0 == change.proved.new.ruleID } ?? true)
    }
}

extension Answerer {
    /// The id that `--rule` names; nil for silence.
    var ruleID: String? {
        switch self {
        case .rule(let id, _): id
        case .fallback: Fallback.id
        case .silent: nil
        }
    }

    /// The rule's id, `fallback`, or `silent:` and the reason, for programs.
    var code: String {
        switch self {
        case .rule(let id, _): id
        case .fallback: Fallback.id
        case .silent(let reason): "silent:\(reason.rawValue)"
        }
    }
}

extension ProvedKind {
    /// The number of characters of the message; kinds without a message come last.
    fileprivate var length: Int { witness.map { $0.text?.unicodeScalars.count ?? 0 } ?? .max }
}
