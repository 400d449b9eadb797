import BotCore

/// The truth about one reply.
struct ReplyRecord {
    /// One request.
    struct Attempt {
        let life: NodeLife
        let began: Double
        let namingEvent: Bool
        let leaseEnds: Double
        let token: UInt64
        var hasArrived = false
        var answer: DeliveryAnswer?
        var isSettled = false
    }

    /// A lease.
    struct Claim {
        let life: NodeLife
        let token: UInt64
        let ends: Double
    }

    let number: ReplyID
    let event: Int
    let user: Int
    let draft: ReplyDraft
    let created: Double
    var attempts: [Attempt] = []
    /// Leases that ended without an outcome.
    var interruptions = 0
    /// Deaths of the sender while the request was under way.
    var deaths = 0
    var claim: Claim?
    /// Whether it was ever claimed: it then counts towards the day.
    var wasClaimed = false
    /// When the facts were read for the latest claim.
    var asked = 0.0

    /// The node that decides about it.
    var decider: NodeLife?

    /// The latest answer to the deciding node.
    var lastAnswer: DeliveryAnswer? {
        attempts.last { $0.life == decider }?.answer
    }

    var hasAmbiguousAnswer: Bool {
        attempts.contains { $0.answer?.failure?.kind == .ambiguous }
    }

    var expires: Double { created + draft.lifetime }

    /// The most of the day's messages that it may have used: one for each doubtful try, and one more.
    var mostUsed: Int {
        1 + interruptions + deaths + attempts.count { $0.answer?.failure?.kind == .ambiguous }
    }

    /// The tries that count, as far as an answer came.
    var countedTries: Int {
        interruptions + attempts.count { [.retry, .ambiguous].contains($0.answer?.failure?.kind) }
    }
}
