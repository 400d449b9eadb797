/// A rule that never wins, or probably never does (RB203, RB204).
struct ShadowFinding {
    /// The rule.
    let rule: Rule
    /// Whether it is proved.
    let isProved: Bool
    /// An event that shows it.
    let witness: ShadowWitness
    /// Who takes what.
    let reasons: [ShadowReason]

    /// What an operator reads.
    var diagnostic: Diagnostic {
        let event = witness.description
        let (chinese, english) = isProved ? ("永远", "never wins") : ("很可能永远", "probably never wins")
        return Diagnostic(
            isProved ? "RB203" : "RB204",
            .warning,
            at: rule.clauses.first?.location ?? rule.location,
            LocalizedText(
                "规则 “\(rule.id)” \(chinese)不会胜出:\(event.chinese),胜出的是 “\(witness.winner)”",
                "Rule “\(rule.id)” \(english): \(event.english) is answered by “\(witness.winner)”"
            ),
            help: help,
            related: related
        )
    }

    /// One place for each rule that takes something.
    private var related: [Diagnostic.Related] {
        var seen: Set<String> = []
        return reasons.filter { seen.insert($0.taker.id).inserted }.prefix(5)
            .map { Diagnostic.Related(location: $0.taker.location, note: $0.note(for: rule, isProved: isProved)) }
    }

    private var help: LocalizedText {
        let (id, taker) = (rule.id, reasons.first?.taker.id ?? witness.winner)
        let highest = reasons.map(\.taker.priority).max() ?? 0
        guard highest > rule.priority, highest < 1_000 else {
            return LocalizedText(
                "两条规则合成一条,或删掉 “\(id)”;要它先答,写 priority: \(min(highest + 1, 1_000))",
                "Make one rule of the two, or delete “\(id)”; to have it first, write priority: \(min(highest + 1, 1_000))"
            )
        }
        guard rule.event == .text else {
            return LocalizedText(
                "给 “\(id)” 写 priority: \(highest + 1),或删掉它",
                "Give “\(id)” priority: \(highest + 1), or delete it"
            )
        }
        return LocalizedText(
            "给 “\(id)” 写 priority: \(highest + 1),或在 “\(taker)” 里用 none 排除它的词",
            "Give “\(id)” priority: \(highest + 1), or keep its words out of “\(taker)” with `none`"
        )
    }
}
