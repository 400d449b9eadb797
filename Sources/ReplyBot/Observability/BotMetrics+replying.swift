internal import DeliveryCore
internal import RuleEngine

/// What the background half tells.
extension BotMetrics {
    /// An event was decided, and the decision is durable.
    func decided(_ decision: Decision) {
        switch decision.outcome {
        case .replied(let rule): count(.matches, [("rule", rule)])
        case .silent(let reason):
            count(.silences, [("reason", reason.rawValue)])
            if reason == .quota { count(.quotaRefusals) }
        }
    }

    /// What came of a claimed reply is on record: `sent`, `retry` or `dead`, and the code, empty for none.
    func settled(outcome: String, code: String) {
        let outcome = SendOutcome(rawValue: outcome) ?? .other
        let label = code.isEmpty ? "none" : DeliveryCode(code).label
        count(.sends, [("outcome", outcome.rawValue), ("code", label)])
        if outcome == .dead, code == OwnCode.dailyQuota.rawValue { count(.quotaRefusals) }
    }

    /// Something changed of which the operator should hear.
    func notice(_ notice: DeliveryNotice) {
        switch notice {
        case .paused: set(.paused, to: 1)
        case .resumed: set(.paused, to: 0)
        case .breakerOpened: set(.breakerOpen, to: 1)
        case .breakerClosed: set(.breakerOpen, to: 0)
        case .slowedDown(let rate): sending(atMost: rate)
        case .clockStepped: count(.clockSteps)
        case .outcomeTooLate: count(.lateOutcomes)
        }
    }

    /// So many messages a second are sent at most from now on.
    func sending(atMost rate: Double) {
        set(.sendRate, to: rate)
    }

    /// Rules or keys were read again.
    func reloaded(_ what: Reloadable, _ result: ReloadResult) {
        count(.reloads, [("what", what.rawValue), ("result", result.rawValue)])
        set(.lastReload, [("what", what.rawValue)], to: result == .refused ? 0 : 1)
    }
}

/// What can be read again.
enum Reloadable: String, CaseIterable, Sendable {
    case rules
    case keys
}

/// What reading again came to.
enum ReloadResult: String, CaseIterable, Sendable {
    case used
    case same
    case refused
}
