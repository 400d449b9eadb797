internal import AlipayClient
internal import ReplyStore

/// The part of the request half that needs neither store nor clock: bytes → form → verified → event.
struct NotificationReader: Sendable {
    private let verifier: @Sendable () -> NotificationVerifier
    private let appID: String
    private let observe: @Sendable (SignatureReading) -> Void

    /// Reads with the same keys for ever.
    init(verifier: NotificationVerifier, appID: String) {
        self.verifier = { verifier }
        self.appID = appID
        observe = { _ in }
    }

    /// Reads with the keys that are in use at the time; `observe` is told how each good signature was read.
    init(keys: KeyRing, appID: String, observe: @escaping @Sendable (SignatureReading) -> Void) {
        verifier = { keys.current.verifier }
        self.appID = appID
        self.observe = observe
    }

    /// The event of a request.
    ///
    /// - Throws: the reason for a refusal.
    func read(_ form: NotificationForm) throws(NotificationError) -> InboundEvent {
        let notification = try verifier().verify(form)
        observe(notification.reading)
        return try InboundEvent(notification, appID: appID)
    }
}

extension NotificationForm {
    /// The parameters of a request as it was recorded.
    init(_ request: RecordedRequest) throws(NotificationError) {
        try self.init(query: Array(request.query.utf8), body: request.body)
    }
}
