internal import AlipayClient
internal import Logging
internal import ReplyStore
internal import Synchronization

/// Reads requests without store or clock: bytes → form → verified → event.
struct NotificationReader: Sendable {
    /// The keys that reading needs.
    private struct Keys {
        let verifier: NotificationVerifier
        /// Only where the platform encrypts events.
        let cipher: EventCipher?
    }

    private let keys: @Sendable () -> Keys
    private let appID: String
    private let observe: @Sendable (SignatureBaseVariant) -> Void

    /// Reads with fixed keys; `cipher` is needed where the platform encrypts events.
    init(verifier: NotificationVerifier, cipher: EventCipher? = nil, appID: String) {
        keys = { Keys(verifier: verifier, cipher: cipher) }
        self.appID = appID
        observe = { _ in }
    }

    /// Reads with the current keys, and calls `observe` with the variant of each good signature.
    init(keys: CurrentKeys, appID: String, observe: @escaping @Sendable (SignatureBaseVariant) -> Void) {
        self.keys = {
            let identity = keys.current
            return Keys(verifier: identity.verifier, cipher: identity.eventCipher)
        }
        self.appID = appID
        self.observe = observe
    }

    /// Whether reading decrypts with the private key, which takes as long as a signature.
    var decrypts: Bool { keys().cipher != nil }

    /// The event of a request.
    ///
    /// - Throws: the reason for a refusal.
    func read(_ form: NotificationForm) throws(NotificationError) -> InboundEvent {
        let keys = keys()
        let notification = try keys.verifier.verify(form)
        observe(notification.variant)
        guard let cipher = keys.cipher else { return try InboundEvent(notification, appID: appID) }
        return try InboundEvent(try notification.decrypted(by: cipher), appID: appID)
    }

    /// The event of a journaled request; the keys that verified it may have been replaced since.
    ///
    /// - Throws: why it cannot be read any more.
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
    /// The parameters of a recorded request.
    init(_ request: RecordedRequest) throws(NotificationError) {
        try self.init(query: Array(request.query.utf8), body: request.body)
    }
}

/// Counts the signatures that verify only under another variant of the signed text (PROTOCOL 1.2).
///
/// Implementations differ, and nobody outside knows which variants Alipay sends: the log is the evidence.
final class SignatureVariantCounter: Sendable {
    private let counts = Mutex<[SignatureBaseVariant: Int]>([:])
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Counts the variant of a good signature.
    func note(_ reading: SignatureBaseVariant) {
        guard reading != .withoutEmptyValues else { return }
        let count = counts.withLock { counts in
            counts[reading, default: 0] += 1
            return counts[reading, default: 0]
        }
        logger.info(
            "a signature verifies only under another variant",
            metadata: ["reading": "\(reading.rawValue)", "count": "\(count)"]
        )
    }
}
