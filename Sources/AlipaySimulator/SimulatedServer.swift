internal import HTTPTypes
public import Hummingbird
internal import Logging
internal import NIOCore

/// Serves the simulated API over HTTP.
public enum SimulatedServer {
    /// The application that serves a platform's custom-send API on loopback.
    ///
    /// - Parameters:
    ///   - platform: what answers.
    ///   - port: where to listen; 0 lets the system choose.
    ///   - onRunning: is told the port.
    /// - Returns: a service.
    public static func application(
        _ platform: SimulatedPlatform,
        port: Int = 0,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let router = Router()
        router.post("/v3/alipay/open/public/message/custom/send") { request, _ in
            try await answer(request, by: platform)
        }
        var logger = Logger(label: "simulator")
        // A simulator is stopped in the middle of things; that is no news.
        logger.logLevel = .critical
        return Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger
        )
    }

    private static func answer(_ request: Request, by platform: SimulatedPlatform) async throws -> Response {
        let body = try await request.body.collect(upTo: 1_024 * 1_024)
        let call = ReceivedCall(
            method: request.method.rawValue,
            uri: request.uri.string,
            authorization: request.headers[.authorization],
            appAuthToken: request.headers[field("alipay-app-auth-token")],
            isEncrypted: request.headers[field("alipay-encrypt-type")] == "AES",
            body: Array(body.readableBytesView)
        )
        let answer = await platform.answer(call)
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            headers[field(name)] = value
        }
        headers[.contentType] = "application/json;charset=utf-8"
        return Response(
            status: .init(code: answer.status),
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }

    private static func field(_ name: String) -> HTTPField.Name {
        // The names above are all valid; `.allow` stands for one that is not.
        HTTPField.Name(name) ?? .allow
    }
}
