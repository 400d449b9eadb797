extension DecisionContext {
    /// The replies of a case that are sent, in the order in which they are written (RULES C4, "Pick").
    func pickReplies(of reply: ReplyCase, rule: String) -> [Reply] {
        let all = reply.replies
        switch reply.pick {
        case .all: return all
        case .rotate: return all.isEmpty ? [] : [all[abs((state.rotations[rule] ?? 0) % all.count)]]
        case .random: return Self.pick(from: all, seed: event.seed(for: rule)).map { [$0] } ?? []
        }
    }

    /// The reply in whose share of all weights the seed lies.
    private static func pick(from replies: [Reply], seed: UInt64) -> Reply? {
        let total = replies.reduce(UInt64(0)) { $0 &+ UInt64(clamping: $1.weight) }
        guard total > 0 else { return replies.first }
        var rest = seed % total
        for reply in replies {
            let weight = UInt64(clamping: reply.weight)
            if rest < weight { return reply }
            rest -= weight
        }
        return replies.last
    }
}

extension RuleEvent {
    /// The hash of rule id ‖ 0 ‖ user id ‖ 0 ‖ message id.
    func seed(for rule: String) -> UInt64 {
        var hash = StableHash()
        for text in [rule, "\0", userID, "\0", messageID] { hash.add(text) }
        return hash.value
    }
}
