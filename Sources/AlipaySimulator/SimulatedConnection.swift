internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// One caller of the simulated API.
struct SimulatedConnection: Sendable {
    typealias Stream = NIOAsyncChannel<HTTPServerRequestPart, ByteBuffer>

    private static let path = "/v3/alipay/open/public/message/custom/send"
    private static let requestLimit = 1_024 * 1_024
    private static let piece = 64 * 1_024

    let stream: Stream
    let platform: SimulatedPlatform
    let sleep: @Sendable (Duration) async throws -> Void

    /// Answers calls until either side closes the connection.
    func serve() async {
        // A caller that goes away in the middle is no news.
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
            // The next thing that comes is the end.
            _ = try await parts.next(isolation: #isolation)
        }
    }

    private func fill(_ count: Int, to output: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        let piece = ByteBuffer(repeating: 0x20, count: Self.piece)
        for _ in 0..<(count / Self.piece) { try await output.write(piece) }
    }

    /// With no time to linger, a close throws away what was not sent and tells the other side RST.
    private func resetAtClose() async throws {
        guard let socket = stream.channel as? any SocketOptionProvider else { return }
        try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
}
