package import AlipayClient
package import Evidence
internal import ReplyStore
internal import RuleEngine

/// Turns the lines of a recording into traffic for the tools of `Evidence`.
package struct TrafficReader: Sendable {
    /// A line in the terms of rules.
    enum Reading: Sendable {
        case action(TrafficEntry.Action)
        /// The console's handshake.
        case gatewayCheck
        /// The header, which is no traffic.
        case header
        case refused(ReplayRefusal)
    }

    private let freshness: EventFreshness
    /// Checks signature and application; nil where nothing is checked.
    private let verifying: NotificationReader?
    /// Whether events without a signed request are refused.
    private let refusesUnsigned: Bool

    /// Makes a reader that takes events outside `freshness` for stale, checks no signature and accepts every
    /// application.
    package init(freshness: EventFreshness = EventFreshness()) {
        self.freshness = freshness
        verifying = nil
        refusesUnsigned = false
    }

    /// Makes a reader that refuses requests without a good signature, and those for another application; with
    /// `refusingUnsigned` redacted events too, which nothing can verify.
    package init(
        verifier: NotificationVerifier,
        configuration: BotConfiguration,
        refusingUnsigned: Bool = false
    ) {
        freshness = configuration.alipay.freshness
        verifying = NotificationReader(verifier: verifier, appID: configuration.alipay.appID)
        refusesUnsigned = refusingUnsigned
    }

    /// Makes a reader as above that checks no signature and accepts every application.
    package init(unverified configuration: BotConfiguration) {
        self.init(freshness: configuration.alipay.freshness)
    }

    /// The entry of a line; nil for a handshake and for the header.
    ///
    /// - Throws: `NotificationError` where the request of the line cannot be read.
    package func entry(_ numbered: NumberedLine) throws -> TrafficEntry? {
        switch try read(numbered.line) {
        case .action(let action):
            guard let received = numbered.line.received else { return nil }
            return TrafficEntry(number: numbered.number, at: received, action: action)
        case .gatewayCheck, .header: return nil
        case .refused(.notification(let error)): throw error
        case .refused(.unsigned): throw NotificationError.missingParameter
        }
    }

    /// The line in the terms of rules.
    ///
    /// - Throws: `CryptoError` if libcrypto fails.
    func read(_ line: RecordedLine) throws(CryptoError) -> Reading {
        switch line {
        case .redaction: return .header
        case .event(let event, _): return refusesUnsigned ? .refused(.unsigned) : .action(.event(event))
        case .handoff(let follower, let until, _): return .action(.handoff(follower, until: until))
        case .reload(let rules, _): return .action(.reload(rules: rules))
        case .request(let request, let received):
            let event: InboundEvent
            do {
                event = try self.event(of: request)
            } catch {
                return .refused(.notification(error))
            }
            guard event.content != .gatewayCheck else { return .gatewayCheck }
            let isStale = freshness.isStale(created: event.created, received: received)
            return .action(.event(try TrafficEvent(event, isStale: isStale)))
        }
    }

    private func event(of request: RecordedRequest) throws(NotificationError) -> InboundEvent {
        let form = try NotificationForm(request)
        if let verifying { return try verifying.read(form) }
        let notification: JournaledNotification
        do {
            notification = try NotificationVerifier(keys: [], signType: .rsa2).readRecorded(form)
        } catch .unexpectedSignType {
            notification = try NotificationVerifier(keys: [], signType: .rsa).readRecorded(form)
        }
        return try InboundEvent(notification, appID: nil)
    }
}

extension TrafficEvent {
    /// Alipay's event in the terms of rules.
    ///
    /// - Throws: `CryptoError` if libcrypto fails.
    package init(_ event: InboundEvent, isStale: Bool) throws(CryptoError) {
        let identity = event.identity
        self.init(
            follower: FollowerKey(account: event.appID, user: event.userID),
            key: EventKey(digest: try Digest.sha256(identity)),
            isStale: isStale,
            event: RuleEvent(event, identity: String(decoding: identity, as: UTF8.self))
        )
    }
}

/// Why a recorded event is refused.
enum ReplayRefusal: Sendable, Hashable {
    case notification(NotificationError)
    /// It is redacted, and verification was asked for.
    case unsigned

    /// The reason as one word.
    var code: String {
        switch self {
        case .notification(let error): error.rawValue
        case .unsigned: "unsigned"
        }
    }
}
