internal import AlipayClient
internal import BotCore
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import ReplyStore
internal import Synchronization

/// The route that Alipay calls: limits and HTTP statuses around `NotificationIntake`.
struct NotificationEndpoint: Sendable {
    /// The largest accepted body, in bytes.
    static let bodyLimit = 128 * 1_024

    let intake: NotificationIntake
    let limiter: ConcurrencyLimiter
    /// Nil where limits by address are off.
    let clients: PerClientLimits?
    let refusals: RefusalLog
    let logger: Logger
    let metrics: BotMetrics

    /// Adds the route for POST, and for GET, which some set-ups of the platform use (PROTOCOL 1.1).
    func addRoutes(to router: Router<GatewayContext>, path: String) {
        router.post(RouterPath(path)) { request, context in await respond(to: request, context) }
        router.get(RouterPath(path)) { request, context in await respond(to: request, context) }
    }

    private func respond(to request: Request, _ context: GatewayContext) async -> Response {
        let address = clients?.address(of: context.remoteAddress)
        do {
            return Response(try await answer(request, from: address))
        } catch let error as NotificationError {
            if error == .badSignature { clients?.noteForgery(address, at: intake.clock.now()) }
            return refuse(.badRequest, reason: error.rawValue)
        } catch let error as StoreError {
            metrics.answered(error.verdict)
            logger.debug("an event could not be stored", metadata: ["error": "\(error)"])
            return Response(status: .serviceUnavailable)
        } catch is SigningExecutor.Overloaded {
            return turnAway(.working)
        } catch let refusal as IntakeRefusal {
            return turnAway(refusal)
        } catch let error as UnreadableBody {
            return refuse(.badRequest, reason: error.rawValue, closing: true)
        } catch {
            metrics.answered(.failed)
            logger.error("a request failed", metadata: ["error": "\(type(of: error))"])
            return Response(status: .internalServerError)
        }
    }

    private func answer(_ request: Request, from address: ClientAddress?) async throws -> GatewayAnswer {
        do { try clients?.admit(address, at: intake.clock.now()) } catch {
            limiter.note(error)
            throw error
        }
        try check(request)
        var held = 0
        defer { limiter.release(held) }
        let body = try await read(request.body, counting: &held)
        let recorded = RecordedRequest(
            query: request.uri.query ?? "",
            contentType: request.headers[.contentType] ?? "",
            body: body
        )
        return try await intake.handle(recorded)
    }

    /// Refuses a request whose head shows that Alipay did not send it.
    private func check(_ request: Request) throws(UnreadableBody) {
        guard request.headers[.contentEncoding] == nil else { throw .encoded }
        guard request.method == .get || isForm(request.headers[.contentType]) else { throw .unexpectedType }
        let announced = request.headers[.contentLength].flatMap(Int.init) ?? 0
        guard announced <= NotificationEndpoint.bodyLimit else { throw .oversized }
    }

    /// Whether the content type is a form or missing (PROTOCOL 1.1); its parameters are ignored.
    private func isForm(_ contentType: String?) -> Bool {
        guard let contentType, !contentType.isEmpty else { return true }
        let form = "application/x-www-form-urlencoded"
        let name = contentType.utf8.prefix { $0 != UInt8(ascii: ";") }
        // As Alipay spells it.
        if name.elementsEqual(form.utf8) { return true }
        return String(Substring(name)).trimmingCharacters(in: .whitespaces).lowercased() == form
    }

    /// Reads a body; `held` counts the bytes that the caller must release, also after an error.
    private func read(_ body: RequestBody, counting held: inout Int) async throws -> [UInt8] {
        try limiter.enter(.reading)
        defer { limiter.leave(.reading) }
        var bytes: [UInt8] = []
        do {
            for try await part in body {
                guard bytes.count + part.readableBytes <= NotificationEndpoint.bodyLimit else {
                    throw UnreadableBody.oversized
                }
                try limiter.hold(part.readableBytes)
                held += part.readableBytes
                bytes += part.readableBytesView
            }
        } catch let error where !(error is UnreadableBody || error is IntakeRefusal) {
            // The client went away, or `ConnectionGuard` closed the connection because it took too long.
            throw UnreadableBody.unfinished
        }
        return bytes
    }

    /// Answers 503 at once and closes the connection, for lack of capacity.
    private func turnAway(_ refusal: IntakeRefusal) -> Response {
        metrics.turnedAway(refusal.rawValue)
        refusals.note(refusal, at: intake.clock.now())
        return Response(status: .serviceUnavailable, headers: [.connection: "close"])
    }

    /// Answers with an empty body, so that all refusals look the same from outside (RELIABILITY T23).
    private func refuse(_ status: HTTPResponse.Status, reason: String, closing: Bool = false) -> Response {
        metrics.refused(reason)
        logger.warning("request refused", metadata: ["reason": "\(reason)"])
        return Response(status: status, headers: closing ? [.connection: "close"] : [:])
    }
}

/// Why a body was not read.
private enum UnreadableBody: String, Error {
    case oversized = "oversized-body"
    case encoded = "encoded-body"
    /// The content type is not that of a form.
    case unexpectedType = "unexpected-content-type"
    /// The client went away, or did not send the whole body in time.
    case unfinished = "unfinished-body"
}

extension StoreError {
    fileprivate var verdict: RequestVerdict {
        if case .overloaded = self { .overloaded } else { .store }
    }
}

extension Response {
    fileprivate init(_ answer: GatewayAnswer) {
        switch answer {
        case .signed(let answer):
            self.init(.ok, contentType: answer.contentType, body: ByteBuffer(bytes: answer.body))
        case .plain(let answer):
            let status: HTTPResponse.Status = answer == .success ? .ok : .badRequest
            self.init(status, contentType: answer.contentType, body: ByteBuffer(string: answer.rawValue))
        }
    }

    private init(_ status: HTTPResponse.Status, contentType: String, body: ByteBuffer) {
        self.init(status: status, headers: [.contentType: contentType], body: .init(byteBuffer: body))
    }
}

/// The context of a request to the gateway, with its origin.
struct GatewayContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of the client, or of the proxy before it.
    let remoteAddress: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}

/// Logs refused requests once in ten seconds, with their number: an overload must not fill the disk.
final class RefusalLog: Sendable {
    private struct State {
        var quietUntil = Date.distantPast
        var count = 0
    }

    private let state = Mutex(State())
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    func note(_ refusal: IntakeRefusal, at now: Date) {
        let count = state.withLock { state -> Int? in
            state.count += 1
            // A quiet time also ends when the clock is set back.
            guard now >= state.quietUntil || state.quietUntil.timeIntervalSince(now) > 10 else { return nil }
            defer { state = State(quietUntil: now.addingTimeInterval(10)) }
            return state.count
        }
        guard let count else { return }
        logger.warning("requests are turned away", metadata: ["reason": "\(refusal.rawValue)", "count": "\(count)"])
    }
}
