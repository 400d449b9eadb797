package import AlipayClient
package import Foundation

/// Alipay's side of the custom-send API: checks calls, keeps the platform's limits, signs answers.
package actor SimulatedPlatform {
    /// The platform's limits (PROTOCOL 2.6).
    package struct Limits: Sendable {
        /// Seconds after the last interaction during which messages are accepted.
        package var window: TimeInterval = 48 * 3_600
        /// Messages for one follower on one day.
        package var daily = 100

        /// The platform's own.
        package init() {}
    }

    /// The keys of both sides.
    package struct Identity: Sendable {
        /// The application's id.
        package var appID: String
        /// The public key that the operator uploaded.
        package var applicationKey: VerifyingKey
        /// Alipay's private key.
        package var platformKey: SigningKey
        /// Signs forgeries.
        package var otherKey: SigningKey
        /// The content encryption, where it is switched on.
        package var cipher: ContentCipher?
        /// The SN that answers name, in certificate mode.
        package var certificateSerial: String?

        package init(
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

    private var identity: Identity
    private let limits: Limits
    private let now: @Sendable () -> Date
    private var interactions: [String: Date] = [:]
    /// When each follower got messages.
    private var deliveries: [String: [Date]] = [:]
    private var nonces: Set<String> = []
    private var scripts: [GatewayScript] = []
    private var standing: GatewayScript?
    private var waiters: [UUID: Waiter] = [:]

    /// Every call of custom send so far, in order.
    package private(set) var sends: [ReceivedSend] = []

    /// Makes a platform.
    ///
    /// - Parameters:
    ///   - identity: the keys of both sides.
    ///   - limits: the platform's limits.
    ///   - now: the platform's clock.
    package init(_ identity: Identity, limits: Limits = Limits(), now: @escaping @Sendable () -> Date) {
        self.identity = identity
        self.limits = limits
        self.now = now
    }

    /// How many messages followers got.
    package private(set) var deliveredCount = 0

    /// The calls whose message the follower got.
    package var delivered: [ReceivedSend] { sends.filter { $0.refusal == nil } }

    /// Notes an action of a follower; messages are accepted for 48 hours from now.
    package func noteInteraction(userID: String) {
        interactions[userID] = now()
    }

    /// Changes keys, as the platform or the operator does in the console.
    package func change(_ change: @Sendable (inout Identity) -> Void) {
        change(&identity)
    }

    /// Scripts the answers to the next calls, one each.
    package func inject(_ scripts: [GatewayScript]) {
        self.scripts += scripts
    }

    /// Scripts the answer to every call until `repair`.
    package func failAlways(_ script: GatewayScript) {
        standing = script
    }

    /// Drops all scripts.
    package func repair() {
        scripts = []
        standing = nil
    }

    /// Waits until that many messages were delivered in all.
    ///
    /// - Parameter count: how many.
    /// - Throws: `CancellationError` when the waiting task is cancelled.
    package func waitForDelivered(_ count: Int) async throws {
        try await wait { sends in sends.count { $0.refusal == nil } >= count }
    }

    /// Waits until that many calls were made in all, delivered or not.
    ///
    /// - Parameter count: how many.
    /// - Throws: `CancellationError` when the waiting task is cancelled.
    package func waitForCalls(_ count: Int) async throws {
        try await wait { $0.count >= count }
    }

    /// Waits for a condition on the calls so far.
    ///
    /// - Parameter isMet: the condition, checked after every call.
    /// - Throws: `CancellationError` when the waiting task is cancelled.
    package func wait(until isMet: @escaping @Sendable ([ReceivedSend]) -> Bool) async throws {
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
        if let code = check.refusal(call) { return refusal(400, code: code) }
        guard let nonce = check.nonce(call), nonces.insert(nonce).inserted else {
            return refusal(400, code: "invalid-nonce")
        }
        guard let body = body(of: call) else { return refusal(400, code: "decryption-error") }
        guard let message = try? JSONDecoder().decode(CustomSendBody.self, from: Data(body)) else {
            return refusal(400, code: "illegal-json")
        }
        return decide(message)
    }

    private func body(of call: ReceivedCall) -> [UInt8]? {
        guard call.isEncrypted else { return identity.cipher == nil ? call.body : nil }
        return identity.cipher.flatMap { try? $0.decrypt(call.body) }
    }

    private func decide(_ message: CustomSendBody) -> PlatformAnswer {
        let script = scripts.isEmpty ? standing : scripts.removeFirst()
        if script?.takesMessage ?? true, let code = limitRefusal(message) {
            record(message, refusal: code)
            return refusal(400, code: code)
        }
        record(message, refusal: script?.refusal)
        return script.map(answer) ?? signed(Array("{}".utf8), status: 200)
    }

    /// The answer of a script.
    private func answer(_ script: GatewayScript) -> PlatformAnswer {
        var answer = signed(body(of: script.body), status: script.status, as: script.signature)
        answer.headers += script.headers.map { (name: $0.name, value: $0.value) }
        if case .filler(let size) = script.body { answer.filler = size }
        answer.delay = script.delay
        answer.transmission = script.transmission
        return answer
    }

    private func body(of body: GatewayScript.Body) -> [UInt8] {
        switch body {
        case .success: Array("{}".utf8)
        case .refusal(let code): refusalBody(code)
        case .text(let text): Array(text.utf8)
        case .filler: []
        }
    }

    private func limitRefusal(_ message: CustomSendBody) -> String? {
        let now = now()
        guard let last = interactions[message.toUserId], now.timeIntervalSince(last) <= limits.window else {
            return "MSG_SD_NOBEHAVIOR"
        }
        // Alipay's day begins at midnight in China, which has no daylight saving time.
        let sinceMidnight = (now.timeIntervalSince1970 + 8 * 3_600).truncatingRemainder(dividingBy: 86_400)
        let dayStart = now.addingTimeInterval(-sinceMidnight)
        let today = deliveries[message.toUserId, default: []].count { $0 >= dayStart }
        return today >= limits.daily ? "MSG_SINGLE_SD_OVER" : nil
    }

    private func refusal(_ status: Int, code: String) -> PlatformAnswer {
        signed(refusalBody(code), status: status)
    }

    private func refusalBody(_ code: String) -> [UInt8] {
        Array("{\"code\":\"\(code)\",\"message\":\"simulated\",\"links\":[]}".utf8)
    }

    private func record(_ message: CustomSendBody, refusal: String?) {
        let received = now()
        if refusal == nil {
            deliveries[message.toUserId, default: []].append(received)
            deliveredCount += 1
        }
        sends.append(
            ReceivedSend(
                userID: message.toUserId,
                messageType: message.msgType,
                text: message.plainText,
                eventType: message.eventType,
                received: received,
                refusal: refusal
            )
        )
        resumeWaiters()
    }

    /// Signs timestamp, nonce and body, each with a line end (PROTOCOL 2.3).
    private func signed(
        _ plain: [UInt8],
        status: Int,
        as kind: GatewayScript.Signature = .genuine
    ) -> PlatformAnswer {
        var answer = PlatformAnswer(
            status: status,
            headers: [
                ("content-type", "application/json;charset=utf-8"),
                ("alipay-trace-id", "0603331617156962044358274991886"),
            ],
            body: plain
        )
        if let cipher = identity.cipher, (200..<300).contains(status), let encrypted = try? cipher.encrypt(plain) {
            answer.body = encrypted
            answer.headers.append(("alipay-encrypt-type", "AES"))
        }
        let age: TimeInterval = kind == .stale ? 3_600 : 0
        let timestamp = String(Int64(((now().timeIntervalSince1970 - age) * 1_000).rounded()))
        let nonce = kind == .stale ? "00000000-0000-0000-0000-000000000000" : UUID().uuidString
        let key = kind == .stranger ? identity.otherKey : identity.platformKey
        guard let signature = try? key.signBase64(Array("\(timestamp)\n\(nonce)\n".utf8) + answer.body + [0x0A]) else {
            return PlatformAnswer(status: 500, headers: [], body: [])
        }
        answer.headers += [("alipay-timestamp", timestamp), ("alipay-nonce", nonce)]
        if kind != .missing { answer.headers.append(("alipay-signature", signature)) }
        if let serial = identity.certificateSerial { answer.headers.append(("alipay-sn", serial)) }
        return answer
    }
}
