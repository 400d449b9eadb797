internal import AlipayClient
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import ReplyStore

/// The route that Alipay calls: sizes and statuses around `NotificationIntake`.
struct NotificationEndpoint: Sendable {
    /// The largest body that is read, in bytes.
    static let bodyLimit = 128 * 1_024
    /// How long a body may take, in seconds (RELIABILITY T12).
    static let bodyTime = 10.0

    let intake: NotificationIntake
    let logger: Logger

    /// Adds the route for POST, and for GET, which some set-ups of the platform use (PROTOCOL 1.1).
    func addRoutes(to router: Router<GatewayContext>, path: String) {
        router.post(RouterPath(path)) { request, context in await respond(to: request, context) }
        router.get(RouterPath(path)) { request, context in await respond(to: request, context) }
    }

    private func respond(to request: Request, _ context: GatewayContext) async -> Response {
        do {
            let recorded = try await record(request)
            return Response(try await intake.handle(recorded))
        } catch let error as NotificationError {
            return refuse(.badRequest, reason: error.rawValue)
        } catch let error as StoreError {
            logger.debug("an event could not be kept", metadata: ["error": "\(error)"])
            return Response(status: .serviceUnavailable)
        } catch is SigningExecutor.Overloaded {
            logger.error("too much waits for a signature")
            return Response(status: .serviceUnavailable)
        } catch let error as UnreadableBody {
            context.endConnection(after: error == .unfinished ? .zero : .seconds(1))
            return refuse(.badRequest, reason: error.rawValue, closing: true)
        } catch {
            logger.error("a request failed", metadata: ["error": "\(type(of: error))"])
            return Response(status: .internalServerError)
        }
    }

    private func record(_ request: Request) async throws -> RecordedRequest {
        guard request.headers[.contentEncoding] == nil else { throw UnreadableBody.encoded }
        guard request.method == .get || isForm(request.headers[.contentType]) else {
            throw UnreadableBody.unexpectedType
        }
        let announced = request.headers[.contentLength].flatMap(Int.init) ?? 0
        guard announced <= NotificationEndpoint.bodyLimit else { throw UnreadableBody.oversized }
        let body = try await collect(request.body)
        return RecordedRequest(
            query: request.uri.query ?? "",
            contentType: request.headers[.contentType] ?? "",
            body: Array(body.readableBytesView)
        )
    }

    /// Whether a body says that it is a form, or says nothing (PROTOCOL 1.1); its parameters are not believed.
    private func isForm(_ contentType: String?) -> Bool {
        guard let contentType, !contentType.isEmpty else { return true }
        let name = contentType.split(separator: ";", omittingEmptySubsequences: false)[0]
        return name.trimmingCharacters(in: .whitespaces).lowercased() == "application/x-www-form-urlencoded"
    }

    private func collect(_ body: RequestBody) async throws -> ByteBuffer {
        do {
            let collected = try await TimeLimit.run(seconds: NotificationEndpoint.bodyTime) {
                try await body.collect(upTo: NotificationEndpoint.bodyLimit)
            }
            guard let collected else { throw UnreadableBody.unfinished }
            return collected
        } catch is NIOTooManyBytesError {
            throw UnreadableBody.oversized
        } catch {
            throw UnreadableBody.unfinished
        }
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
    /// It says that it is something else than a form.
    case unexpectedType = "unexpected-content-type"
    /// The client went away, or did not send the whole body in time.
    case unfinished = "unfinished-body"
}

extension Response {
    /// An answer as an HTTP response.
    fileprivate init(_ answer: GatewayAnswer) {
        switch answer {
        case .signed(let answer):
            self.init(.ok, answer.contentType, ByteBuffer(bytes: answer.body))
        case .plain(let answer):
            self.init(answer == .success ? .ok : .badRequest, answer.contentType, ByteBuffer(string: answer.rawValue))
        }
    }

    private init(_ status: HTTPResponse.Status, _ contentType: String, _ body: ByteBuffer) {
        self.init(status: status, headers: [.contentType: contentType], body: .init(byteBuffer: body))
    }
}
