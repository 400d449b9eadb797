internal import AlipayClient
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import ReplyStore

/// The route that Alipay calls: sizes and statuses around `NotificationIntake`.
struct NotificationEndpoint: Sendable {
    /// The largest body that is read, in bytes.
    static let bodyLimit = 256 * 1_024

    let intake: NotificationIntake
    let logger: Logger

    /// Adds the route for POST, and for GET, which some set-ups of the platform use (PROTOCOL 1.1).
    func addRoutes(to router: Router<BasicRequestContext>, path: String) {
        router.post(RouterPath(path)) { request, _ in await respond(to: request) }
        router.get(RouterPath(path)) { request, _ in await respond(to: request) }
    }

    private func respond(to request: Request) async -> Response {
        do {
            let recorded = try await record(request)
            return Response(try await intake.handle(recorded))
        } catch let error as NotificationError {
            return refuse(.badRequest, reason: error.rawValue)
        } catch let error as StoreError {
            logger.error("an event could not be kept", metadata: ["error": "\(error)"])
            return Response(status: .serviceUnavailable)
        } catch let error as UnreadableBody {
            return refuse(.badRequest, reason: error.rawValue, closing: true)
        } catch {
            logger.error("a request failed", metadata: ["error": "\(type(of: error))"])
            return Response(status: .internalServerError)
        }
    }

    private func record(_ request: Request) async throws -> RecordedRequest {
        guard request.headers[.contentEncoding] == nil else { throw UnreadableBody.encoded }
        let announced = request.headers[.contentLength].flatMap(Int.init) ?? 0
        guard announced <= NotificationEndpoint.bodyLimit else { throw UnreadableBody.oversized }
        guard let body = try? await request.body.collect(upTo: NotificationEndpoint.bodyLimit) else {
            throw UnreadableBody.oversized
        }
        return RecordedRequest(
            query: request.uri.query ?? "",
            contentType: request.headers[.contentType] ?? "",
            body: Array(body.readableBytesView)
        )
    }

    /// Every refusal looks the same from outside: an empty body (RELIABILITY T23).
    private func refuse(_ status: HTTPResponse.Status, reason: String, closing: Bool = false) -> Response {
        logger.warning("request refused", metadata: ["reason": "\(reason)"])
        return Response(status: status, headers: closing ? [.connection: "close"] : [:])
    }
}

/// Why a body was not even read.
private enum UnreadableBody: String, Error {
    case oversized = "oversized-body"
    case encoded = "encoded-body"
}

extension Response {
    /// A signed answer as an HTTP response.
    fileprivate init(_ answer: SignedAnswer) {
        self.init(
            status: .ok,
            headers: [.contentType: answer.contentType],
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }
}
