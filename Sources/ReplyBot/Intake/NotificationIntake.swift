internal import AlipayClient
internal import BotCore
internal import Foundation
internal import Logging
internal import OperatorText
internal import ReplyStore

/// The request half: all work while Alipay waits (DESIGN 1).
struct NotificationIntake: Sendable {
    let reader: NotificationReader
    let journal: EventJournal
    let keys: CurrentKeys
    let signing: SigningExecutor
    let limiter: ConcurrencyLimiter
    let clock: any BotClock
    let logger: Logger
    var faults = FaultPoints()
    let metrics: BotMetrics

    /// Verifies, parses, records and acknowledges a request, in this order.
    ///
    /// - Throws: `NotificationError` for a refused request, `StoreError` for an event that could not be stored,
    ///   `IntakeRefusal` or `SigningExecutor.Overloaded` when there is no capacity.
    func handle(_ request: RecordedRequest) async throws -> GatewayAnswer {
        let start = clock.reading()
        let form = try NotificationForm(request)
        guard !form.unverifiedIsPlatformMessage else { return .plain(receive(form)) }
        let place = form.unverifiedIsGatewayCheck ? ConcurrencyLimiter.Place.handshake : .working
        try limiter.enter(place)
        defer { limiter.leave(place) }
        return try await work(on: form, of: request, since: start)
    }

    private func work(
        on form: NotificationForm,
        of request: RecordedRequest,
        since start: ClockReading
    ) async throws -> GatewayAnswer {
        let event: InboundEvent
        do { event = try await read(form) } catch let error as NotificationError {
            return .signed(try refuse(form, because: error))
        }
        guard event.content != .gatewayCheck else { return .signed(welcome(event)) }
        await faults.reach(.verified)
        let receipt = try await journal.record(event, from: request, at: start.wall, monotonic: start.monotonic)
        await faults.reach(.journaled)
        log(receipt, of: event)
        let answer = try await acknowledge(event)
        metrics.answered(RequestVerdict(receipt))
        metrics.acknowledged(after: clock.reading().monotonic - start.monotonic)
        await faults.reach(.beforeAck)
        return .signed(answer)
    }

    /// Decrypts on the signing threads, because it takes as long as signing.
    private func read(_ form: NotificationForm) async throws -> InboundEvent {
        guard reader.decrypts else { return try reader.read(form) }
        return try await signing.run { [reader] in try reader.read(form) }
    }

    private func acknowledge(_ event: InboundEvent) async throws -> SignedAnswer {
        let acknowledgement = keys.current.acknowledgement
        return try await signing.run { [clock] in try acknowledgement.acknowledge(event, at: clock.now()) }
    }

    /// Logs and accepts a message of the platform, which is for people and not for rules (PROTOCOL 1.9).
    private func receive(_ form: NotificationForm) -> PlatformMessage.Answer {
        do {
            let message = try reader.readPlatformMessage(form)
            logger.notice(
                "platform message received",
                metadata: ["method": "\(ForeignText.word(message.method))", "reading": "\(message.variant.rawValue)"]
            )
            metrics.answered(.platformMessage)
            return .success
        } catch {
            metrics.refused(error.rawValue)
            logger.warning("platform message refused", metadata: ["reason": "\(error.rawValue)"])
            return .fail
        }
    }

    /// Answers the console's handshake, which needs no store.
    private func welcome(_ event: InboundEvent) -> SignedAnswer {
        metrics.answered(.handshake)
        logger.notice("gateway handshake verified", metadata: ["charset": "\(event.charset.rawValue)"])
        return keys.current.acknowledgement.gatewayVerified(in: event.charset)
    }

    /// Answers a handshake with a bad signature by a signed refusal, so that the console shows the cause (PROTOCOL 1.4).
    private func refuse(_ form: NotificationForm, because error: NotificationError) throws -> SignedAnswer {
        guard error == .badSignature, form.unverifiedIsGatewayCheck else { throw error }
        metrics.answered(.handshake)
        logger.warning("gateway handshake refused", metadata: ["reason": "\(error.rawValue)"])
        return keys.current.acknowledgement.gatewayRefused(in: form.unverifiedCharset)
    }

    private func log(_ receipt: JournalReceipt, of event: InboundEvent) {
        let kind: Logger.MetadataValue = "\(event.kind)"
        let user: Logger.MetadataValue = "\(MaskedUserID(event.userID))"
        switch receipt {
        case .first(let accepted):
            logger.info("event accepted", metadata: ["event": "\(accepted.id)", "kind": kind, "user": user])
        case .duplicate:
            logger.info("event delivered again", metadata: ["kind": kind, "user": user])
        case .stale:
            logger.warning("event is stale and is not answered", metadata: ["kind": kind, "user": user])
        }
    }
}

extension RequestVerdict {
    fileprivate init(_ receipt: JournalReceipt) {
        self =
            switch receipt {
            case .first: .accepted
            case .duplicate: .duplicate
            case .stale: .stale
            }
    }
}

/// The answer to a request that could be read.
enum GatewayAnswer: Sendable {
    /// The signed document of the life account's channel.
    case signed(SignedAnswer)
    /// The plain word of the From-Ant channel (PROTOCOL 1.9).
    case plain(PlatformMessage.Answer)
}
