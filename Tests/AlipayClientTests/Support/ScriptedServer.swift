import NIOCore
import NIOPosix
import Synchronization

/// A server on loopback that sends scripted bytes, regardless of the request.
struct ScriptedServer: Sendable {
    /// The steps on a connection once the first bytes of a request have come.
    enum Step: Sendable {
        case say(String)
        /// The same piece again and again, until the client closes the connection.
        case drip(String, every: TimeAmount)
        case close
    }

    /// The port that it listens on.
    let port: Int
    private let channel: any Channel
    private let counts: ServerCounts

    /// The number of connections that sent bytes.
    var hits: Int { counts.hits.withLock(\.self) }

    /// Waits until the client has closed a connection.
    func untilClosed() async {
        _ = await counts.closings.first { _ in true }
    }

    /// Runs `body` beside a server.
    ///
    /// With `greets`, the first request of each connection is answered by an empty 200, and the next by the script. With
    /// `awaitsBody`, the script begins at the end of the request's body, not at its first bytes.
    static func run<Value: Sendable>(
        _ steps: [Step],
        greets: Bool = false,
        awaitsBody: Bool = false,
        _ body: (ScriptedServer) async throws -> Value
    ) async throws -> Value {
        let counts = ServerCounts()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        ScriptHandler(steps, counts, greets: greets, awaitsBody: awaitsBody)
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = ScriptedServer(port: channel.localAddress?.port ?? 0, channel: channel, counts: counts)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(server))
        } catch {
            result = .failure(error)
        }
        try await channel.close()
        return try result.get()
    }
}

private final class ServerCounts: Sendable {
    let hits = Mutex(0)
    let closings: AsyncStream<Void>
    let announceClosing: AsyncStream<Void>.Continuation

    init() {
        (closings, announceClosing) = AsyncStream.makeStream(of: Void.self)
    }
}

private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let steps: [ScriptedServer.Step]
    private let counts: ServerCounts
    private var isStarted = false
    private var greets: Bool
    private let awaitsBody: Bool
    private var request = ""

    init(_ steps: [ScriptedServer.Step], _ counts: ServerCounts, greets: Bool, awaitsBody: Bool) {
        self.steps = steps
        self.counts = counts
        self.greets = greets
        self.awaitsBody = awaitsBody
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isStarted else { return }
        var buffer = unwrapInboundIn(data)
        request += buffer.readString(length: buffer.readableBytes) ?? ""
        // Every request of these tests ends so.
        if greets || awaitsBody, !request.hasSuffix("{}") { return }
        if greets {
            (greets, request) = (false, "")
            return Self.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", on: context.channel)
        }
        isStarted = true
        counts.hits.withLock { $0 += 1 }
        let channel = context.channel
        for step in steps {
            switch step {
            case .say(let text): Self.say(text, on: channel)
            case .close: channel.close(promise: nil)
            case .drip(let text, let period):
                channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: period) { task in
                    guard channel.isActive else { return task.cancel() }
                    Self.say(text, on: channel)
                }
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        counts.announceClosing.yield()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private static func say(_ text: String, on channel: any Channel) {
        channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
    }
}
