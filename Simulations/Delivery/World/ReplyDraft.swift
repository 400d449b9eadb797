import BotCore

/// A reply as the rules decided it.
struct ReplyDraft {
    var lifetime: Double
    var priority: ReplyPriority
    var namesEvent: Bool
    var ignoresHandoff: Bool

    /// Some reply.
    init(random: inout SplitMix64) {
        lifetime = random.chance(0.3) ? random.number(5...40) : random.number(60...300)
        priority = random.chance(0.2) ? .essential : random.chance(0.25) ? .low : .ordinary
        namesEvent = random.chance(0.3)
        ignoresHandoff = priority == .essential
    }

    /// A reply that nothing stands in the way of.
    init(lifetime: Double) {
        self.lifetime = lifetime
        priority = .ordinary
        namesEvent = false
        ignoresHandoff = false
    }
}
