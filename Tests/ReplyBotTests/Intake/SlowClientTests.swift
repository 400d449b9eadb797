import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import Synchronization
import TestSupport
import Testing

@testable import ReplyBot

/// Connections that take their time, on a clock that the test moves (RELIABILITY T12).
@Suite(.timeLimit(.minutes(5)), .watched)
struct SlowClientTests {
    /// A connection as the gateway sets it up, without the gateway.
    struct Connection {
        final class Notes: Sendable {
            let all = Mutex<[IntakeRefusal]>([])
        }

        let channel = EmbeddedChannel()
        let notes = Notes()
        let clients: PerClientLimits?

        init(from address: String = "203.0.113.7", clients: PerClientLimits? = nil) throws {
            self.clients = clients
            let notes = notes
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                withPipeliningAssistance: false,
                withErrorHandling: false
            )
            try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try channel.pipeline.syncOperations.addHandler(
                ConnectionGuard(.init(), clients: clients) { reason in notes.all.withLock { $0.append(reason) } }
            )
            // This also makes an embedded channel active.
            try channel.connect(to: SocketAddress(ipAddress: address, port: 4_000)).wait()
        }

        var ended: [IntakeRefusal] { notes.all.withLock { $0 } }

        func send(_ text: String) {
            _ = try? channel.writeInbound(ByteBuffer(string: text))
            drain()
        }

        /// A whole request.
        func request(_ body: String = "a=1") {
            send("POST /gateway HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }

        func answer(_ status: HTTPResponse.Status = .ok, closing: Bool = false) {
            let fields: HTTPFields = closing ? [.connection: "close", .contentLength: "0"] : [.contentLength: "0"]
            channel.write(HTTPResponsePart.head(.init(status: status, headerFields: fields)), promise: nil)
            channel.write(HTTPResponsePart.end(nil), promise: nil)
            channel.flush()
        }

        func pass(_ time: TimeAmount) {
            channel.embeddedEventLoop.advanceTime(by: time)
            drain()
        }

        private func drain() {
            // Takes parts and errors out, as the gateway does.
            while (try? channel.readInbound(as: HTTPRequestPart.self)) != nil {}
            try? channel.throwIfErrorCaught()
        }
    }

    @Test func `a connection on which nothing comes ends after five seconds`() throws {
        let connection = try Connection()
        connection.pass(.milliseconds(4_999))
        #expect(connection.channel.isActive)
        connection.pass(.milliseconds(1))
        #expect(!connection.channel.isActive)
        #expect(connection.ended == [.slowHead])
    }

    @Test func `a head that drips ends five seconds after the connection began`() throws {
        let connection = try Connection()
        for character in "POST /" {
            connection.send(String(character))
            connection.pass(.milliseconds(800))
        }
        #expect(connection.channel.isActive)
        connection.pass(.milliseconds(200))
        #expect(!connection.channel.isActive)
        #expect(connection.ended == [.slowHead])
    }

    @Test func `a second head that drips ends five seconds after its first byte`() throws {
        let connection = try Connection()
        connection.request()
        connection.answer()
        connection.pass(.seconds(30))
        #expect(connection.channel.isActive)
        for character in "POST " {
            connection.send(String(character))
            connection.pass(.milliseconds(990))
        }
        #expect(connection.channel.isActive)
        connection.pass(.milliseconds(50))
        #expect(!connection.channel.isActive)
        #expect(connection.ended == [.slowHead])
    }

    @Test func `between two requests nothing is due, and a timer that was set does no harm`() throws {
        let connection = try Connection()
        for _ in 0..<20 {
            connection.pass(.milliseconds(4_900))
            connection.request()
            connection.answer()
            connection.pass(.seconds(50))
        }
        #expect(connection.channel.isActive)
        #expect(connection.ended.isEmpty)
    }

    @Test(arguments: [(0, 5_000), (100, 5_000), (1_024, 6_000), (4_096, 9_000), (5_120, 10_000), (100_000, 10_000)])
    func `a body has five seconds, one more for each KiB, ten at most`(bytes: Int, end: Int64) throws {
        let connection = try Connection()
        connection.pass(.seconds(3))
        connection.send("POST /gateway HTTP/1.1\r\nHost: x\r\nContent-Length: 120000\r\n\r\n")
        connection.pass(.milliseconds(1))
        connection.send(String(repeating: "a", count: bytes))
        // The odd bytes of a KiB buy less than a second.
        connection.pass(.milliseconds(end - 2))
        #expect(connection.channel.isActive)
        connection.pass(.milliseconds(1_000))
        #expect(!connection.channel.isActive)
        #expect(connection.ended == [.slowBody])
    }

    @Test func `a body that drips a byte a second ends soon after five seconds`() throws {
        let connection = try Connection()
        connection.send("POST /gateway HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n")
        for _ in 0..<6 {
            connection.send("a")
            connection.pass(.seconds(1))
        }
        #expect(!connection.channel.isActive)
        #expect(connection.ended == [.slowBody])
    }

    @Test func `the reader of a body that was cut off is told so`() throws {
        let connection = try Connection()
        connection.send("POST /gateway HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n")
        connection.channel.embeddedEventLoop.advanceTime(by: .seconds(5))
        #expect(throws: ConnectionGuard.Ended.self) { try connection.channel.throwIfErrorCaught() }
    }

    @Test func `an answer that nobody fetches ends the connection after five seconds`() throws {
        let connection = try Connection()
        connection.request()
        // An embedded channel takes everything at once, so the answer is held back.
        let stuck = StuckWrites()
        try connection.channel.pipeline.syncOperations.addHandler(stuck, position: .first)
        connection.answer()
        connection.pass(.milliseconds(4_999))
        #expect(connection.channel.isActive)
        connection.pass(.milliseconds(1))
        #expect(!connection.channel.isActive)
        #expect(connection.ended == [.slowReader])
    }

    @Test func `after an answer that says so the connection ends at once`() throws {
        let connection = try Connection()
        connection.request()
        connection.answer(.serviceUnavailable, closing: true)
        connection.channel.embeddedEventLoop.run()
        #expect(!connection.channel.isActive)
        #expect(connection.ended.isEmpty)
    }

    @Test func `a client that still sends has a second to see the answer`() throws {
        let connection = try Connection()
        connection.send("POST /gateway HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\naaa")
        connection.answer(.serviceUnavailable, closing: true)
        connection.pass(.milliseconds(999))
        #expect(connection.channel.isActive)
        connection.pass(.milliseconds(1))
        #expect(!connection.channel.isActive)
        #expect(connection.ended.isEmpty)
    }

    @Test func `a stop ends every connection within five seconds`() throws {
        let connection = try Connection()
        connection.send("POST /gateway HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
        connection.send(String(repeating: "a", count: 50_000))
        connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        connection.pass(.milliseconds(4_999))
        #expect(connection.channel.isActive)
        connection.pass(.milliseconds(1))
        #expect(!connection.channel.isActive)
    }

    @Test func `an address has so many connections, and gets a place back when one ends`() throws {
        var limits = IntakeLimits.PerClient()
        limits.connections = 2
        let clients = PerClientLimits(limits)
        let first = try Connection(clients: clients)
        let second = try Connection(clients: clients)
        let third = try Connection(clients: clients)
        #expect(!third.channel.isActive)
        #expect(third.ended == [.connections])
        #expect(try Connection(from: "203.0.113.8", clients: clients).channel.isActive)
        #expect(try Connection(from: "127.0.0.1", clients: clients).channel.isActive)
        try first.channel.close().wait()
        #expect(try Connection(clients: clients).channel.isActive)
        #expect(try !Connection(clients: clients).channel.isActive)
        #expect(second.channel.isActive)
    }
}

/// Takes writes and never finishes them.
private final class StuckWrites: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private var promises: [EventLoopPromise<Void>] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if let promise { promises.append(promise) }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        for promise in promises { promise.fail(ChannelError.ioOnClosedChannel) }
        promises = []
        context.close(mode: mode, promise: promise)
    }
}
