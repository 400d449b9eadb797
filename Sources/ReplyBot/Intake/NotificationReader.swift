internal import AlipayClient
internal import Logging
internal import ReplyStore
internal import Synchronization

/// The part of the request half that needs neither store nor clock: bytes → form → verified → event.
struct NotificationReader: Sendable {
    /// What a request is read with.
    private struct Keys {
        let verifier: NotificationVerifier
        /// Only where the platform encrypts events.
        let cipher: EventCipher?
    }

    private let keys: @Sendable () -> Keys
    private let appID: String
    private let observe: @Sendable (SignatureReading) -> Void

    /// Reads with the same keys for ever; `cipher` is needed where the platform encrypts events.
    init(verifier: NotificationVerifier, cipher: EventCipher? = nil, appID: String) {
        keys = { Keys(verifier: verifier, cipher: cipher) }
        self.appID = appID
        observe = { _ in }
    }

    /// Reads with the keys that are in use at the time; `observe` is told how each good signature was read.
    init(keys: CurrentKeys, appID: String, observe: @escaping @Sendable (SignatureReading) -> Void) {
        self.keys = {
            let identity = keys.current
            return Keys(verifier: identity.verifier, cipher: identity.eventCipher)
        }
        self.appID = appID
        self.observe = observe
    }

    /// Whether reading takes the private key, and with it the time of a signature or more.
    var decrypts: Bool { keys().cipher != nil }

    /// The event of a request.
    ///
    /// - Throws: the reason for a refusal.
    func read(_ form: NotificationForm) throws(NotificationError) -> InboundEvent {
        let keys = keys()
        let notification = try keys.verifier.verify(form)
        observe(notification.reading)
        guard let cipher = keys.cipher else { return try InboundEvent(notification, appID: appID) }
        return try InboundEvent(try notification.decrypted(by: cipher), appID: appID)
    }

    /// The event of a request out of the journal; the keys that verified it may have been replaced since.
    ///
    /// - Throws: the reason why it cannot be read any more.
    func readRecorded(_ form: NotificationForm) throws(NotificationError) -> InboundEvent {
        let keys = keys()
        let notification = try keys.verifier.readRecorded(form)
        guard let cipher = keys.cipher else { return try InboundEvent(notification, appID: appID) }
        return try InboundEvent(try notification.decrypted(by: cipher), appID: appID)
    }

    /// The From-Ant message of a request (PROTOCOL 1.9).
    ///
    /// - Throws: the reason for a refusal.
    func readPlatformMessage(_ form: NotificationForm) throws(NotificationError) -> PlatformMessage {
        try keys().verifier.verifyPlatformMessage(form, appID: appID)
    }
}

extension NotificationForm {
    /// The parameters of a request as it was recorded.
    init(_ request: RecordedRequest) throws(NotificationError) {
        try self.init(query: Array(request.query.utf8), body: request.body)
    }
}

/// Counts the signatures that only a second reading of the rules accepts (PROTOCOL 1.2).
///
/// Implementations differ on these readings, and nobody outside knows what Alipay sends: the log is the evidence.
final class SecondReadings: Sendable {
    private let counts = Mutex<[SignatureReading: Int]>([:])
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Notes how a good signature was read.
    func note(_ reading: SignatureReading) {
        guard reading != .withoutEmptyValues else { return }
        let count = counts.withLock { counts in
            counts[reading, default: 0] += 1
            return counts[reading, default: 0]
        }
        logger.info(
            "a signature holds by a second reading",
            metadata: ["reading": "\(reading.rawValue)", "count": "\(count)"]
        )
    }
}
