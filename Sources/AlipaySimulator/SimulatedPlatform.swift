public import AlipayClient
public import Foundation

/// Alipay's side of the custom-send API: checks calls, keeps the platform's limits, signs answers.
public actor SimulatedPlatform {
    /// The platform's limits (PROTOCOL 2.6).
    public struct Limits: Sendable {
        /// Seconds after the last interaction during which messages are accepted.
        public var window: TimeInterval = 48 * 3_600
        /// Messages for one follower on one day.
        public var daily = 100

        /// The platform's own.
        public init() {}
    }

    /// Who plays whom.
    public struct Identity: Sendable {
        /// The application's id.
        public var appID: String
        /// The public key that the operator uploaded.
        public var applicationKey: VerifyingKey
        /// Plays Alipay's private key.
        public var platformKey: SigningKey
        /// Signs what is forged.
        public var otherKey: SigningKey
        /// The content encryption, where it is switched on.
        public var cipher: ContentCipher?
        /// The SN that answers name, in certificate mode.
        public var certificateSerial: String?

        /// Puts an identity together.
        public init(
            appID: String,
            applicationKey: VerifyingKey,
            platformKey: SigningKey,
            otherKey: SigningKey,
            cipher: ContentCipher? = nil,
            certificateSerial: String? = nil
        ) {
            self.appID = appID
            self.applicationKey = applicationKey
            self.platformKey = platformKey
            self.otherKey = otherKey
            self.cipher = cipher
            self.certificateSerial = certificateSerial
        }
    }

    private struct Waiter {
        let isMet: @Sendable ([ReceivedSend]) -> Bool
        let continuation: CheckedContinuation<Void, any Error>
    }

    private let identity: Identity
    private let limits: Limits
    private let now: @Sendable () -> Date
    private var interactions: [String: Date] = [:]
    private var nonces: Set<String> = []
    private var faults: [SimulatedFault] = []
    private var waiters: [UUID: Waiter] = [:]

    /// Every call of custom send so far, in order.
    public private(set) var sends: [ReceivedSend] = []

    /// Makes a platform.
    ///
    /// - Parameters:
    ///   - identity: who plays whom.
    ///   - limits: the platform's limits.
    ///   - now: the platform's clock.
    public init(_ identity: Identity, limits: Limits = Limits(), now: @escaping @Sendable () -> Date) {
        self.identity = identity
        self.limits = limits
        self.now = now
    }

    /// The calls whose message the follower got.
    public var delivered: [ReceivedSend] { sends.filter { $0.refusal == nil } }

    /// Notes that a follower did something; messages are accepted for 48 hours from now.
    public func noteInteraction(userID: String) {
        interactions[userID] = now()
    }

    /// Makes the next calls go wrong, one after the other.
    public func inject(_ faults: [SimulatedFault]) {
        self.faults += faults
    }

    /// Lets everything go right again.
    public func repair() {
        faults = []
    }

    /// Waits until that many messages were delivered in all.
    ///
    /// - Parameter count: how many.
    /// - Throws: `CancellationError` when the waiting task is cancelled.
    public func waitForDelivered(_ count: Int) async throws {
        try await wait { sends in sends.count { $0.refusal == nil } >= count }
    }

    /// Waits until that many calls were made in all, whatever came of them.
    ///
    /// - Parameter count: how many.
    /// - Throws: `CancellationError` when the waiting task is cancelled.
    public func waitForCalls(_ count: Int) async throws {
        try await wait { $0.count >= count }
    }

    /// Waits until the calls so far are as wanted.
    ///
    /// - Parameter isMet: is asked after every call.
    /// - Throws: `CancellationError` when the waiting task is cancelled.
    public func wait(until isMet: @escaping @Sendable ([ReceivedSend]) -> Bool) async throws {
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiters[id] = Waiter(isMet: isMet, continuation: continuation)
                if Task.isCancelled { cancel(id) }
                resumeWaiters()
            }
        } onCancel: {
            Task { await self.cancel(id) }
        }
    }

    private func cancel(_ id: UUID) {
        waiters.removeValue(forKey: id)?.continuation.resume(throwing: CancellationError())
    }

    private func resumeWaiters() {
        for (id, waiter) in waiters where waiter.isMet(sends) {
            waiters.removeValue(forKey: id)
            waiter.continuation.resume()
        }
    }

    /// Answers a call.
    func answer(_ call: ReceivedCall) -> PlatformAnswer {
        let check = AuthorizationCheck(appID: identity.appID, applicationKey: identity.applicationKey)
        if let code = check.refusal(call) { return refusal(400, code) }
        guard let nonce = check.nonce(call), nonces.insert(nonce).inserted else { return refusal(400, "invalid-nonce") }
        guard let body = body(of: call) else { return refusal(400, "decryption-error") }
        guard let message = try? JSONDecoder().decode(CustomSendBody.self, from: Data(body)) else {
            return refusal(400, "illegal-json")
        }
        return decide(message)
    }

    private func body(of call: ReceivedCall) -> [UInt8]? {
        guard call.isEncrypted else { return identity.cipher == nil ? call.body : nil }
        return identity.cipher.flatMap { try? $0.decrypt(call.body) }
    }

    private func decide(_ message: CustomSendBody) -> PlatformAnswer {
        let fault = faults.isEmpty ? nil : faults.removeFirst()
        switch fault {
        case .refusal(let status, let code): return refuse(message, status, code)
        case .unsignedRefusal(let status, let code): return refuse(message, status, code).unsigned
        case .html(let status):
            record(message, refusal: "http-\(status)")
            return PlatformAnswer(status: status, headers: [], body: Array("<html>Bad Gateway</html>".utf8))
        case .unsignedSuccess: return accept(message).unsigned
        case .foreignSuccess: return accept(message, key: identity.otherKey)
        case nil: return limitRefusal(message).map { refuse(message, 400, $0) } ?? accept(message)
        }
    }

    private func limitRefusal(_ message: CustomSendBody) -> String? {
        let now = now()
        guard let last = interactions[message.toUserId], now.timeIntervalSince(last) <= limits.window else {
            return "MSG_SD_NOBEHAVIOR"
        }
        // Alipay's day begins at midnight in China, which has no summer time.
        let sinceMidnight = (now.timeIntervalSince1970 + 8 * 3_600).truncatingRemainder(dividingBy: 86_400)
        let dayStart = now.addingTimeInterval(-sinceMidnight)
        let today = delivered.count { $0.userID == message.toUserId && $0.received >= dayStart }
        return today >= limits.daily ? "MSG_SINGLE_SD_OVER" : nil
    }

    private func accept(_ message: CustomSendBody, key: SigningKey? = nil) -> PlatformAnswer {
        record(message, refusal: nil)
        return signed(200, "{}", key: key ?? identity.platformKey)
    }

    private func refuse(_ message: CustomSendBody, _ status: Int, _ code: String) -> PlatformAnswer {
        record(message, refusal: code)
        return refusal(status, code)
    }

    private func refusal(_ status: Int, _ code: String) -> PlatformAnswer {
        let json = "{\"code\":\"\(code)\",\"message\":\"simulated\",\"links\":[]}"
        return signed(status, json, key: identity.platformKey)
    }

    private func record(_ message: CustomSendBody, refusal: String?) {
        sends.append(
            ReceivedSend(
                userID: message.toUserId,
                messageType: message.msgType,
                text: message.plainText,
                eventType: message.eventType,
                received: now(),
                refusal: refusal
            )
        )
        resumeWaiters()
    }

    /// Signs timestamp, nonce and body, each with a line end (PROTOCOL 2.3).
    private func signed(_ status: Int, _ json: String, key: SigningKey) -> PlatformAnswer {
        var body = Array(json.utf8)
        var headers = [("alipay-trace-id", "0603331617156962044358274991886")]
        if let cipher = identity.cipher, (200..<300).contains(status), let encrypted = try? cipher.encrypt(body) {
            body = encrypted
            headers.append(("alipay-encrypt-type", "AES"))
        }
        let timestamp = String(Int64((now().timeIntervalSince1970 * 1_000).rounded()))
        let nonce = UUID().uuidString
        guard let signature = try? key.signBase64(Array("\(timestamp)\n\(nonce)\n".utf8) + body + [0x0A]) else {
            return PlatformAnswer(status: 500, headers: [], body: [])
        }
        headers += [("alipay-timestamp", timestamp), ("alipay-nonce", nonce), ("alipay-signature", signature)]
        if let serial = identity.certificateSerial { headers.append(("alipay-sn", serial)) }
        return PlatformAnswer(status: status, headers: headers, body: body)
    }
}

/// An answer of the simulated API.
struct PlatformAnswer: Sendable {
    let status: Int
    let headers: [(String, String)]
    let body: [UInt8]

    var unsigned: PlatformAnswer {
        PlatformAnswer(status: status, headers: headers.filter { $0.0 != "alipay-signature" }, body: body)
    }
}
