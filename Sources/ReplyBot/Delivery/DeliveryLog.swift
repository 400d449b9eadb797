internal import AlipayClient
internal import BotCore
internal import Logging
internal import OperatorText
internal import ReplyStore
internal import RuleEngine

/// The log lines and metrics of deliveries.
struct DeliveryLog: Sendable {
    let logger: Logger
    let metrics: BotMetrics

    /// Logs a change that concerns all replies.
    func tell(_ notice: DeliveryNotice) {
        metrics.notice(notice)
        switch notice {
        case .paused(let code):
            logger.critical(
                "sending is stopped until a setting or key is corrected; trying once a minute",
                metadata: ["code": "\(ForeignText.word(code))"]
            )
        case .resumed: logger.notice("sending goes on")
        case .breakerOpened: logger.error("the platform does not answer; one reply at a time is tried")
        case .breakerClosed: logger.notice("the platform answers again")
        case .slowedDown(let rate):
            logger.warning(
                "the platform asks for fewer messages",
                metadata: ["per_second": "\(Int(rate.rounded(.up)))"]
            )
        case .clockStepped(let step):
            logger.error("the clock was set", metadata: ["seconds": "\(Int(step.seconds.rounded()))"])
        case .outcomeTooLate(let number):
            logger.error("a reply's outcome came too late", metadata: ["reply": "\(number.rawValue)"])
        }
    }

    /// Logs the outcome of an attempt.
    func settled(_ reply: QueuedReply, as settlement: Settlement, isOurs: Bool) {
        if isOurs { count(settlement) }
        switch settlement {
        case .sent: logger.info("reply sent", metadata: metadata(of: reply, isOurs: isOurs))
        case .putBack(let reason):
            logger.debug(
                "reply put back",
                metadata: metadata(of: reply, isOurs: isOurs, reason: ("code", reason.rawValue))
            )
        case .retry(_, let reason, let cost):
            // A retry without cost concerns all replies rather than this one.
            let level = cost == .none ? Logger.Level.info : .warning
            let metadata = metadata(of: reply, isOurs: isOurs, reason: ("code", reason.code))
            logger.log(level: level, "reply will be tried again", metadata: metadata)
        case .dead(let reason, _):
            logger.error(
                "reply given up",
                metadata: metadata(of: reply, isOurs: isOurs, reason: ("reason", reason.code))
            )
        }
    }

    private func metadata(of reply: QueuedReply, isOurs: Bool, reason: (String, String)? = nil) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "reply": "\(reply.id)", "event": "\(reply.eventID)", "user": "\(MaskedUserID(reply.userID))",
            "attempt": "\(reply.attempts)",
        ]
        if !isOurs { metadata["late"] = "true" }
        if let (key, code) = reason { metadata[key] = "\(ForeignText.word(code))" }
        return metadata
    }

    /// Logs the end of a reply whose record was deleted meanwhile.
    func forgotten(_ reply: QueuedReply) {
        logger.info("a reply ended whose follower was forgotten", metadata: ["reply": "\(reply.id)"])
    }

    private func count(_ settlement: Settlement) {
        switch settlement {
        case .sent: metrics.settled(outcome: "sent", code: "")
        // Nothing was attempted.
        case .putBack: break
        case .retry(_, let reason, _): metrics.settled(outcome: "retry", code: reason.code)
        case .dead(let reason, _): metrics.settled(outcome: "dead", code: reason.code)
        }
    }

    /// Logs why an attempt failed, with the remedy.
    func failed(_ reply: QueuedReply, because error: OpenAPIError) {
        let remedy = error.remedy[.current]
        var metadata: Logger.Metadata = [
            "reply": "\(reply.id)", "event": "\(reply.eventID)", "code": "\(ForeignText.word(error.code))",
            "remedy": "\(remedy)",
        ]
        if let trace = error.traceID { metadata["trace"] = "\(ForeignText.word(trace))" }
        logger.info("an attempt to send failed", metadata: metadata)
    }

    /// Logs a failure of the store.
    func storeFailed(_ what: Logger.Message, because error: any Error, about reply: QueuedReply? = nil) {
        var metadata: Logger.Metadata = ["error": "\(error)"]
        if let reply {
            metadata["reply"] = "\(reply.id)"
            metadata["event"] = "\(reply.eventID)"
        }
        logger.error(what, metadata: metadata)
    }

    /// Logs the number of replies that the last process left under way.
    func released(_ count: Int) {
        guard count > 0 else { return }
        logger.notice("replies were interrupted by the last stop", metadata: ["count": "\(count)"])
    }

    /// Logs that the stop did not wait for all replies.
    func overdue() {
        logger.error("replies under way did not end in time; the next start treats them as interrupted")
    }
}
