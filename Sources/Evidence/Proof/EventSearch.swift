import RuleEngine

/// Compares the answers to all events without text: their menu keys, scenes and circumstances are few.
struct EventSearch {
    private let pairing: RulePairing
    private let model: AnswerModel
    private let limit: Int

    init(_ pairing: RulePairing, model: AnswerModel, limit: Int) {
        self.pairing = pairing
        self.model = model
        self.limit = limit
    }

    /// Adds the pairs of answerers that differ; gives the number of kinds of events with too many circumstances.
    func find(into witnesses: inout [AnswererPair: Witness]) -> Int {
        var open = 0
        for kind in RuleEvent.Kind.allCases where kind != .text {
            let involved = pairing.pairs.indices.filter { number in
                ProofSide.allCases.contains { pairing.pairs[number].rule($0)?.event == kind }
            }
            guard involved.contains(where: { pairing.pairs[$0].isChanged }) else { continue }
            let rules = involved.flatMap { number in
                ProofSide.allCases.compactMap { side in pairing.pairs[number].rule(side).map { ($0, side) } }
            }
            guard let everywhere = Circumstances.all(for: rules, in: pairing, limit: limit) else {
                open += 1
                continue
            }
            let passing = involved.filter { number in
                ProofSide.allCases.contains {
                    pairing.pairs[number].rule($0)?.cooldown?.whileCooling == .next
                }
            }
            for content in contents(of: kind, rules: rules.map(\.0)) {
                for circumstances in everywhere {
                    for cooling in coolings(passing) {
                        add(content, in: circumstances, cooling: cooling, to: &witnesses)
                    }
                }
            }
        }
        return open
    }

    /// No rule; all that pass on; and all but any two of these.
    private func coolings(_ passing: [Int]) -> [Set<Int>] {
        guard !passing.isEmpty, pairing.mutation != .coolingNeverPasses else { return [[]] }
        var coolings: [Set<Int>] = [[], Set(passing)]
        for first in passing {
            for second in passing where first <= second {
                coolings.append(Set(passing).subtracting([first, second]))
            }
        }
        return coolings
    }

    /// Every event that rules tell apart, and one that they do not name.
    private func contents(of kind: RuleEvent.Kind, rules: [Rule]) -> [RuleEvent.Content] {
        let menus = Set(rules.flatMap(\.menus))
        let scenes = Set(rules.flatMap(\.scenes))
        func other(than names: Set<String>) -> String {
            (0...).lazy.map { $0 == 0 ? "OTHER" : "OTHER\($0)" }.first { !names.contains($0) } ?? "OTHER"
        }
        switch kind {
        case .text: return []
        case .image: return [.image]
        case .unfollow: return [.unfollow]
        case .unknown: return [.unknown]
        case .click: return (menus.sorted() + [other(than: menus)]).map { .click(menu: $0) }
        case .follow:
            return [.follow(scene: nil)] + (scenes.sorted() + [other(than: scenes)]).map { .follow(scene: $0) }
        case .enter: return [.enter(scene: nil)] + (scenes.sorted() + [other(than: scenes)]).map { .enter(scene: $0) }
        }
    }

    private func add(
        _ content: RuleEvent.Content,
        in circumstances: Circumstances,
        cooling: Set<Int>,
        to witnesses: inout [AnswererPair: Witness]
    ) {
        let now = circumstances.date(in: pairing.new)
        let names = cooling.sorted().map { pairing.pairs[$0].id }
        var state = circumstances.state(cooling: names, at: now)
        // A reply that is picked at random or in turn may be one that both sides have.
        for attempt in 0..<8 {
            let event = RuleEvent(content, userID: circumstances.user, messageID: "m\(attempt + 1)")
            let witness = Witness(event, state: state, in: circumstances, cooling: names, pairing: pairing)
            if witness.isDifferent, witnesses[witness.answerers] == nil {
                witnesses[witness.answerers] = witness
                return
            }
            if witness.answerers.old != witness.answerers.new { return }
            if let rule = witness.answerers.old.rule { state.rotations[rule] = attempt + 1 }
        }
    }
}
