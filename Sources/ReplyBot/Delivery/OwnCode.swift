internal import RuleEngine

/// What the bot itself calls a reason for which a reply was not sent, beside the platform's codes.
enum OwnCode: String, CaseIterable, Sendable {
    case ambiguous
    case clock
    case closing
    case dailyQuota = "daily-quota"
    case dropped
    case expired
    case handoff
    case heldBack = "held-back"
    case lease
    case notBegun = "not-begun"
    case notConnected = "not-connected"
    case outsideWindow = "outside-48-hours"
    case poison
    case retryBudget = "retry-budget"
    case signingFailed = "signing-failed"
    case store
    case undecidable
    case unknownCertificate = "unknown-certificate"
    case unreadable
    case unreadableAnswer = "unreadable-answer"
    case unsendable = "unsendable-message"
    case unverifiedAnswer = "unverified-answer"

    /// Whether the reply was given up, or put back, before a request for it was begun.
    var precedesRequest: Bool {
        switch self {
        case .dailyQuota, .expired, .handoff, .outsideWindow, .signingFailed, .unreadable, .unsendable: true
        default: false
        }
    }
}
