/// Which of a case's replies are sent (RULES C4, "Pick").
struct ReplySelection {
    /// The chosen replies, in the order in which they are written.
    let replies: [Reply]

    /// Chooses for a rule; `answered` is how often it has answered this follower before.
    init(of reply: ReplyCase, _ rule: String, event: RuleEvent, answered: Int) {
        let all = reply.replies
        switch reply.pick {
        case .all: replies = all
        case .rotate: replies = all.isEmpty ? [] : [all[abs(answered % all.count)]]
        case .random: replies = Self.weighted(all, by: Self.seed(rule, event)).map { [$0] } ?? []
        }
    }

    /// The first eight bytes, big-endian, of SHA-256(rule id ‖ 0 ‖ user id ‖ 0 ‖ message id).
    static func seed(_ rule: String, _ event: RuleEvent) -> UInt64 {
        let bytes = Array(rule.utf8) + [0] + Array(event.userID.utf8) + [0] + Array(event.messageID.utf8)
        return SHA256.digest(of: bytes).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func weighted(_ replies: [Reply], by seed: UInt64) -> Reply? {
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
