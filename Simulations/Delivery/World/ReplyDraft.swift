import DeliveryCore

/// A reply as the rules decided it.
struct ReplyDraft {
    var lifetime: Double
    var priority: ReplyPriority
    var namesEvent: Bool
    var ignoresHandoff: Bool

    /// Some reply.
    init(dice: inout Dice) {
        lifetime = dice.chance(0.3) ? dice.number(5...40) : dice.number(60...300)
        priority = dice.chance(0.2) ? .essential : dice.chance(0.25) ? .low : .ordinary
        namesEvent = dice.chance(0.3)
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
