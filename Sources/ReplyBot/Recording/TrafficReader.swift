package import AlipayClient
package import Evidence
internal import ReplyStore
internal import RuleEngine

/// Turns the lines of a recording into traffic for the tools of `Evidence`.
package struct TrafficReader: Sendable {
    /// A line in the terms of rules.
    enum Reading: Sendable {
        case entry(TrafficEntry)
        /// The console's handshake.
        case gatewayCheck
        /// The header, which is no traffic.
        case header
    }

    private let freshness: EventFreshness
    /// Checks signature and application; nil where nothing is checked.
    private let verifying: NotificationReader?

    /// Makes a reader that takes events outside `freshness` for stale, checks no signature and accepts every
    /// application.
    package init(freshness: EventFreshness = EventFreshness()) {
        self.freshness = freshness
        verifying = nil
    }

    /// Makes a reader that refuses requests without a good signature, and those for another application.
    init(freshness: EventFreshness, verifying: NotificationReader) {
        self.freshness = freshness
        self.verifying = verifying
    }

    /// The entry of a line; nil for a handshake and for the header.
    ///
    /// - Throws: `NotificationError` where the request of the line cannot be read.
    package func entry(_ numbered: NumberedLine) throws -> TrafficEntry? {
        if case .entry(let entry) = try read(numbered) { entry } else { nil }
    }

    /// The line in the terms of rules.
    ///
    /// - Throws: `NotificationError` where the request of the line cannot be read; `CryptoError` if libcrypto fails.
    func read(_ numbered: NumberedLine) throws -> Reading {
        switch numbered.line {
        case .redaction:
            return .header
        case .event(let event, let received):
            return .entry(TrafficEntry(number: numbered.number, at: received, action: .event(event)))
        case .handoff(let follower, let until, let received):
            let action = TrafficEntry.Action.handoff(follower, until: until)
            return .entry(TrafficEntry(number: numbered.number, at: received, action: action))
        case .reload(let rules, let received):
            return .entry(TrafficEntry(number: numbered.number, at: received, action: .reload(rules: rules)))
        case .request(let request, let received):
            let event = try event(of: request)
            guard event.content != .gatewayCheck else { return .gatewayCheck }
            let isStale = freshness.isStale(created: event.created, received: received)
            let action = TrafficEntry.Action.event(try TrafficEvent(event, isStale: isStale))
            return .entry(TrafficEntry(number: numbered.number, at: received, action: action))
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
    package init(_ event: InboundEvent, isStale: Bool) throws {
        let identity = event.identity
        self.init(
            follower: FollowerKey(account: event.appID, user: event.userID),
            key: EventKey(digest: try Digest.sha256(identity)),
            isStale: isStale,
            event: RuleEvent(event, identity: String(decoding: identity, as: UTF8.self))
        )
    }
}
