internal import DeliveryCore
internal import ReplyStore

/// The latest claim of a reply, with what it says and what the platform said last.
struct ClaimedMessage: Sendable {
    let reply: QueuedReply
    /// nil when the outbox holds what no version of this program wrote.
    let message: QueuedMessage?
    /// The id of the platform's latest answer.
    var traceID: String?

    init(_ reply: QueuedReply) {
        self.reply = reply
        message = try? QueuedMessage(decoding: reply.message)
    }
}

extension ReplyNumber {
    /// The number of a reply in the outbox.
    init(_ id: ReplyID) {
        self.init(rawValue: id.rawValue)
    }
}

extension ClaimedReply {
    /// A claim as far as decisions depend on it.
    init(_ claim: ClaimedMessage) {
        let reply = claim.reply
        self.init(
            number: ReplyNumber(reply.id),
            tries: reply.attempts,
            ambiguousTries: reply.ambiguousAttempts,
            interruptedTries: reply.interruptedAttempts,
            sendsToday: reply.sendsToday,
            priority: .init(rawValue: reply.priority.rawValue) ?? .ordinary,
            expires: reply.expires,
            namesEvent: claim.message?.eventType != nil,
            ignoresHandoff: claim.message?.ignoresHandoff ?? false
        )
    }
}
