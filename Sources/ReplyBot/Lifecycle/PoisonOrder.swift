#if DEBUG
internal import AlipayClient
internal import Glibc

/// `REPLYBOT_POISON=trap:毒`: what happens in the decision about each message with that text (RELIABILITY F27).
struct PoisonOrder: Sendable, Hashable {
    enum Effect: String, Sendable {
        /// The process is trapped, as by a failed precondition.
        case trap
        /// The decision never ends.
        case hang
        /// The decision takes memory until there is none left.
        case allocate
    }

    static let variable = "REPLYBOT_POISON"

    let effect: Effect
    let text: String

    /// Reads the order; nil for anything else than an effect, a colon and a text.
    init?(_ order: String) {
        let parts = order.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let effect = Effect(rawValue: String(parts[0])) else { return nil }
        self.effect = effect
        text = String(parts[1])
    }

    /// Does to a decision what is ordered.
    func affect(_ event: InboundEvent) {
        guard case .text(text) = event.content else { return }
        switch effect {
        case .trap: fatalError("poison")
        case .hang: while true { pause() }
        case .allocate:
            var hoard: [[UInt8]] = []
            while true { hoard.append([UInt8](repeating: 1, count: 1 << 24)) }
        }
    }
}
#endif
