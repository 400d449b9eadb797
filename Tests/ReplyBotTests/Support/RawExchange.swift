import Foundation
import NIOCore
import NIOPosix
import Testing

/// One raw request, and the status of its answer.
struct RawExchange: Sendable {
    /// The bytes, in the pieces in which they are written.
    var pieces: [[UInt8]]
    /// Whether the connection ends without waiting for an answer.
    var hangsUp = false

    /// A request of the corpus.
    init(_ hostile: HostileCase, _ parts: HostileParts, path: String) throws {
        let (query, body) = try hostile.request(parts)
        let target = path + (query.isEmpty ? "" : "?\(String(decoding: query, as: UTF8.self))")
        var head = "\(hostile.method ?? "POST") \(target) HTTP/1.1\r\nHost: bot\r\n"
        let usual = ["Content-Type": "application/x-www-form-urlencoded"]
        let headers = usual.merging(hostile.headers ?? [:]) { $1 }.sorted { $0.key < $1.key }
        head += headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        (pieces, hangsUp) = Self.frame(body, as: hostile.framing ?? .length)
        pieces.insert(Array(head.utf8), at: 0)
    }

    /// The end of the head, and the body.
    private static func frame(_ body: [UInt8], as framing: HostileCase.Framing) -> ([[UInt8]], hangsUp: Bool) {
        switch framing {
        case .length: ([Array("Content-Length: \(body.count)\r\n\r\n".utf8), body], false)
        case .announced: ([Array("Content-Length: 1073741824\r\n\r\n".utf8), body], false)
        case .cut: ([Array("Content-Length: \(body.count + 100)\r\n\r\n".utf8), body], true)
        case .cutChunk: ([chunkedHead, Array("ffff\r\n".utf8) + body], true)
        case .bytes: ([chunkedHead, body.flatMap { chunk([$0][...]) } + lastChunk], false)
        case .chunked:
            (
                [chunkedHead]
                    + stride(from: 0, to: body.count, by: 65_536).map { chunk(body[$0..<min($0 + 65_536, body.count)]) }
                    + [lastChunk], false
            )
        }
    }

    private static let chunkedHead = Array("Transfer-Encoding: chunked\r\n\r\n".utf8)
    private static let lastChunk = Array("0\r\n\r\n".utf8)

    private static func chunk(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
    }

    /// Sends it; the status is nil when the connection ended without one, or with the test's time.
    func run(to gateway: String) async throws -> Int? {
        try await RawConnection.run(to: gateway) { channel in
            let answer = channel.eventLoop.makePromise(of: Int?.self)
            try await channel.eventLoop
                .submit { [answer] in
                    try channel.pipeline.syncOperations.addHandler(StatusReader(answer))
                }
                .get()
            return try await withTaskCancellationHandler {
                for piece in pieces {
                    // The server may close the connection early.
                    guard (try? await channel.writeAndFlush(ByteBuffer(bytes: piece))) != nil else { break }
                }
                if hangsUp { try? await channel.close() }
                return try await answer.futureResult.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        }
    }
}

/// Reads the status of an answer without a body.
private final class StatusReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let answer: EventLoopPromise<Int?>
    private var read = ""

    init(_ answer: EventLoopPromise<Int?>) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        read += buffer.readString(length: buffer.readableBytes) ?? ""
        guard read.contains("\r\n\r\n") else { return }
        answer.succeed(read.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    }

    func channelInactive(context: ChannelHandlerContext) {
        answer.succeed(nil)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        answer.succeed(nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

/// A client that writes any bytes, as slowly as it likes.
enum RawConnection {
    /// Lends a connection to a gateway, and closes it however `body` ends.
    static func run<Value>(
        to gateway: String,
        _ body: (any Channel) async throws -> Value
    ) async throws -> Value {
        let port = try #require(URL(string: gateway)?.port)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get()
        let result: Result<Value, any Error>
        do { result = .success(try await body(channel)) } catch { result = .failure(error) }
        try? await channel.close()
        return try result.get()
    }

    /// The head of an event whose body follows.
    static func head(bodySize: Int) -> ByteBuffer {
        ByteBuffer(string: "POST /gateway HTTP/1.1\r\nHost: x\r\nContent-Length: \(bodySize)\r\n\r\n")
    }
}
