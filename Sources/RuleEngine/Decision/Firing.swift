/// A rule, or the fallback, at the moment when it answers.
struct Firing {
    /// The rule's id, or `fallback`.
    let id: String
    let reply: ReplyCase
    let captures: [String: String]
    let cooldown: Cooldown?
    /// The slot that this answer fills.
    let answeredSlot: String?
    let lifetime: Int?
    /// Whether the walk went on after it.
    let continues: Bool

    init(_ contender: Contender) {
        id = contender.rule.id
        reply = contender.reply
        captures = contender.match?.captures ?? [:]
        cooldown = contender.rule.cooldown
        answeredSlot = contender.answeredSlot
        lifetime = contender.rule.lifetime
        continues = contender.rule.continues
    }

    init(_ fallback: Fallback) {
        id = Fallback.id
        reply = fallback.reply
        captures = [:]
        cooldown = fallback.cooldown
        answeredSlot = nil
        lifetime = nil
        continues = false
    }
}
