internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Serves the simulated API over HTTP on loopback.
///
/// It writes the bytes of its answers itself, because an HTTP server would not write faulty ones.
package struct SimulatedServer: Sendable {
    private let platform: SimulatedPlatform
    private let port: Int
    private let sleep: @Sendable (Duration) async throws -> Void
    private let onRunning: @Sendable (Int) async -> Void

    /// Makes a server.
    ///
    /// - Parameters:
    ///   - platform: answers the calls.
    ///   - port: where to listen; 0 lets the system choose.
    ///   - onRunning: receives the port.
    ///   - sleep: waits where an answer is late or slow.
    package init(
        _ platform: SimulatedPlatform,
        port: Int = 0,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.platform = platform
        self.port = port
        self.sleep = sleep
        self.onRunning = onRunning
    }

    /// Serves until the task is cancelled.
    ///
    /// - Throws: an error when the port cannot be bound.
    package func run() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 256)
            .bind(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    return try SimulatedConnection.Stream(wrappingChannelSynchronously: channel)
                }
            }
        await onRunning(server.channel.localAddress?.port ?? 0)
        try await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await stream in connections {
                    let connection = SimulatedConnection(stream: stream, platform: platform, sleep: sleep)
                    group.addTask { await connection.serve() }
                }
            }
        }
    }
}

/// One connection to the simulated API.
private struct SimulatedConnection: Sendable {
    typealias Stream = NIOAsyncChannel<HTTPServerRequestPart, ByteBuffer>

    private static let path = "/v3/alipay/open/public/message/custom/send"
    private static let requestLimit = 1_024 * 1_024
    private static let piece = 64 * 1_024

    let stream: Stream
    let platform: SimulatedPlatform
    let sleep: @Sendable (Duration) async throws -> Void

    /// Answers calls until either side closes the connection.
    func serve() async {
        // A caller may close the connection at any time.
        try? await stream.executeThenClose { parts, output in
            var parts = parts.makeAsyncIterator()
            while let call = try await read(&parts) {
                let answer = await answer(call)
                try await sleep(answer.delay)
                try await write(answer, to: output, until: &parts)
                guard answer.keepsConnection else { return }
            }
        }
    }

    private func read(
        _ parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
    ) async throws
        -> ReceivedCall?
    {
        guard case .head(let head) = try await parts.next(isolation: #isolation) else { return nil }
        var body = ByteBuffer()
        while case .body(var piece) = try await parts.next(isolation: #isolation) {
            body.writeBuffer(&piece)
            guard body.readableBytes <= Self.requestLimit else { return nil }
        }
        return ReceivedCall(
            method: head.method.rawValue,
            uri: head.uri,
            authorization: head.headers.first(name: "authorization"),
            appAuthToken: head.headers.first(name: "alipay-app-auth-token"),
            isEncrypted: head.headers.first(name: "alipay-encrypt-type") == "AES",
            body: Array(body.readableBytesView)
        )
    }

    private func answer(_ call: ReceivedCall) async -> PlatformAnswer {
        guard call.method == "POST", call.uri.split(separator: "?").first.map(String.init) == Self.path else {
            return PlatformAnswer(status: 404, headers: [], body: [])
        }
        return await platform.answer(call)
    }

    private func write(
        _ answer: PlatformAnswer,
        to output: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        until parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
    ) async throws {
        let bytes = answer.bytes
        switch answer.transmission {
        case .whole, .bare:
            try await output.write(ByteBuffer(bytes: bytes))
            try await fill(answer.filler, to: output)
        case .drip(let rate):
            for byte in bytes {
                try await output.write(ByteBuffer(bytes: [byte]))
                try await sleep(.seconds(1) / rate)
            }
        case .cut(let count, let resets):
            try await output.write(ByteBuffer(bytes: bytes.prefix(count)))
            if resets { try await resetAtClose() }
        case .truncated(let missing):
            try await output.write(ByteBuffer(bytes: bytes.dropLast(missing)))
        case .withheld:
            // The next part is the end.
            _ = try await parts.next(isolation: #isolation)
        }
    }

    private func fill(_ count: Int, to output: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        let piece = ByteBuffer(repeating: 0x20, count: Self.piece)
        for _ in 0..<(count / Self.piece) { try await output.write(piece) }
    }

    /// With a linger time of zero, a close discards unsent bytes and sends RST.
    private func resetAtClose() async throws {
        guard let socket = stream.channel as? any SocketOptionProvider else { return }
        try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
}
