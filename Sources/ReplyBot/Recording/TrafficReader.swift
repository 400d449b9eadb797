internal import AlipayClient
package import Evidence
internal import ReplyStore
internal import RuleEngine

/// Turns recorded requests into traffic for the tools of `Evidence`; checks no signature and accepts every application.
package struct TrafficReader: Sendable {
    private let freshness: EventFreshness

    /// Makes a reader that takes events outside `freshness` for stale.
    package init(freshness: EventFreshness = EventFreshness()) {
        self.freshness = freshness
    }

    /// The entry of a request; nil for a handshake.
    ///
    /// - Throws: `NotificationError` where the request cannot be read.
    package func entry(_ recorded: NumberedRequest) throws -> TrafficEntry? {
        let event = try Self.event(of: recorded.request)
        guard event.content != .gatewayCheck else { return nil }
        let identity = event.identity
        return TrafficEntry(
            number: recorded.number,
            at: recorded.line.received,
            action: .event(
                TrafficEvent(
                    follower: FollowerKey(account: event.appID, user: event.userID),
                    key: EventKey(digest: try Digest.sha256(identity)),
                    isStale: freshness.isStale(created: event.created, received: recorded.line.received),
                    event: RuleEvent(event, identity: String(decoding: identity, as: UTF8.self))
                )
            )
        )
    }

    private static func event(of request: RecordedRequest) throws(NotificationError) -> InboundEvent {
        let form = try NotificationForm(request)
        let notification: JournaledNotification
        do {
            notification = try NotificationVerifier(keys: [], signType: .rsa2).readRecorded(form)
        } catch .unexpectedSignType {
            notification = try NotificationVerifier(keys: [], signType: .rsa).readRecorded(form)
        }
        return try InboundEvent(notification, appID: nil)
    }
}
