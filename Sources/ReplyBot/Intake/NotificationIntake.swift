internal import AlipayClient
internal import Foundation
internal import Logging
internal import ReplyStore

/// The request half: everything that happens while Alipay waits (DESIGN 1).
struct NotificationIntake: Sendable {
    let reader: NotificationReader
    let journal: EventJournal
    let lanes: EventLanes
    let keys: KeyRing
    let clock: any BotClock
    let logger: Logger

    /// Verifies, parses, records and acknowledges a request, in this order.
    ///
    /// - Throws: `NotificationError` for a request that is refused, `StoreError` for one that could not be kept.
    func handle(_ request: RecordedRequest) async throws -> SignedAnswer {
        let received = clock.now()
        let form = try NotificationForm(request)
        let event: InboundEvent
        do { event = try reader.read(form) } catch { return try refuse(form, because: error) }
        guard event.content != .gatewayCheck else { return try welcome(event) }
        let receipt = try await journal.record(event, request, at: received)
        log(receipt, event)
        lanes.hand(receipt)
        return try keys.current.acknowledgement.acknowledge(event, at: clock.now())
    }

    /// The console's handshake changes nothing; it is answered although the store may be out of order.
    private func welcome(_ event: InboundEvent) throws -> SignedAnswer {
        logger.notice("gateway handshake verified", metadata: ["charset": "\(event.charset.rawValue)"])
        return try keys.current.acknowledgement.gatewayVerified(in: event.charset)
    }

    /// A handshake with a bad signature is told so, signed, so that the console shows the cause (PROTOCOL 1.4).
    private func refuse(_ form: NotificationForm, because error: NotificationError) throws -> SignedAnswer {
        guard error == .badSignature, form.unverifiedIsGatewayCheck else { throw error }
        logger.warning("gateway handshake refused", metadata: ["reason": "\(error.rawValue)"])
        return try keys.current.acknowledgement.gatewayRefused(in: form.unverifiedCharset)
    }

    private func log(_ receipt: JournalReceipt, _ event: InboundEvent) {
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
