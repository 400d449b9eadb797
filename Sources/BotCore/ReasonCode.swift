/// Our own codes for the reasons why a reply was not sent or an event not decided, beside the platform's codes.
///
/// The raw values are stored, logged and used as metric labels.
package enum ReasonCode: String, CaseIterable, Sendable {
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

    /// Whether it ends a try before its request is begun.
    package var precedesRequest: Bool {
        switch self {
        case .dailyQuota, .expired, .handoff, .outsideWindow, .signingFailed, .unreadable, .unsendable: true
        case .ambiguous, .clock, .closing, .dropped, .heldBack, .lease, .notBegun, .notConnected, .poison, .retryBudget,
            .store, .undecidable, .unknownCertificate, .unreadableAnswer, .unverifiedAnswer:
            false
        }
    }
}

/// Why a reply waits or was given up: a reason of our own, or the code of a failed request.
package enum DeliveryReason: Sendable, Hashable {
    /// The core's own decision.
    case own(ReasonCode)
    /// The request ended with this code: the platform's, or the client's name for a failure without one.
    case request(code: String)

    /// The code as stored and logged.
    package var code: String {
        switch self {
        case .own(let code): code.rawValue
        case .request(let code): code
        }
    }

    /// Whether the try ended before its request was begun.
    package var precedesRequest: Bool { ReasonCode(rawValue: code)?.precedesRequest ?? false }
}

/// Why an event is quarantined.
///
/// The raw value is stored and logged. Any text is one, so that what another version stored can be read.
package enum QuarantineReason: RawRepresentable, Sendable, Hashable {
    /// Too many processes died inside its decision.
    case poison
    /// Its decision failed.
    case undecidable
    /// Its recorded request cannot be read: it is refused with this code, or another version wrote it.
    case unreadable(refusal: String? = nil)

    /// The reason that is stored so.
    package init(rawValue: String) {
        self =
            switch ReasonCode(rawValue: rawValue) {
            case .poison: .poison
            case .undecidable: .undecidable
            case .unreadable: .unreadable()
            default: .unreadable(refusal: rawValue)
            }
    }

    package var rawValue: String {
        switch self {
        case .poison: ReasonCode.poison.rawValue
        case .undecidable: ReasonCode.undecidable.rawValue
        case .unreadable(let refusal): refusal ?? ReasonCode.unreadable.rawValue
        }
    }
}
