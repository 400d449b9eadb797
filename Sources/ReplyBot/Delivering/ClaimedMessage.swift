internal import BotCore
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

extension ClaimedReply {
    /// A claim as far as decisions depend on it.
    init(_ claim: ClaimedMessage) {
        let reply = claim.reply
        self.init(
            id: reply.id,
            tries: reply.attempts,
            ambiguousTries: reply.ambiguousAttempts,
            interruptedTries: reply.interruptedAttempts,
            sendsToday: reply.sendsToday,
            priority: reply.priority,
            expires: reply.expires,
            namesEvent: claim.message?.eventType != nil,
            ignoresHandoff: claim.message?.ignoresHandoff ?? false
        )
    }
}
