/// The rules for events without text that take an event for good, found by menu key or scene.
struct EventTakers {
    private struct Key: Hashable {
        let kind: RuleEvent.Kind
        /// The menu key or scene; nil for rules that take any.
        let value: String?
    }

    private var takers: [Key: [Rule]] = [:]

    init(_ rules: [Rule]) {
        let ranked = rules.filter { $0.event != .text && $0.takesEveryMatch }
            .sorted { Precedence(of: $0, strength: .event) > Precedence(of: $1, strength: .event) }
        for rule in ranked {
            for value in Self.values(rule) {
                let key = Key(kind: rule.event, value: value)
                if takers[key, default: []].count < Self.limit { takers[key, default: []].append(rule) }
            }
        }
    }

    /// Who takes each of the events that a rule is for; nil unless all are taken.
    func reasons(for rule: Rule) -> [(value: String?, reason: ShadowReason)]? {
        var reasons: [(value: String?, reason: ShadowReason)] = []
        for value in Self.values(rule) {
            guard let reason = reason(for: rule, value: value) else { return nil }
            reasons.append((value, reason))
        }
        return reasons
    }

    /// Who takes a rule's event with this menu key or scene; nil where nobody is known to.
    func reason(for rule: Rule, value: String?) -> ShadowReason? {
        let keys = value == nil ? [nil] : [value, nil]
        let others = keys.flatMap { takers[Key(kind: rule.event, value: $0)] ?? [] }
        guard let taker = others.first(where: { takes($0, from: rule) }) else { return nil }
        let event = value.map { "\(rule.event.rawValue):\($0)" } ?? rule.event.rawValue
        let subject = LocalizedText("事件 \(event) ", "the event \(event)")
        return ShadowReason(taker: taker, clause: nil, word: nil, subject: subject)
    }

    private static let limit = 64

    private static func values(_ rule: Rule) -> [String?] {
        let values = rule.menus.union(rule.scenes).sorted()
        return values.isEmpty ? [nil] : values
    }

    private func takes(_ taker: Rule, from rule: Rule) -> Bool {
        taker.isPresent(whenever: rule)
            && Precedence(of: taker, strength: .event) > Precedence(of: rule, strength: .event)
    }
}
