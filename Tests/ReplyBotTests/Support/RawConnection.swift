import Foundation
import NIOCore
import NIOPosix
import Testing

/// A client that writes what it likes, as slowly as it likes.
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

    /// The head of an event whose body is to come.
    static func head(bodySize: Int) -> ByteBuffer {
        ByteBuffer(string: "POST /gateway HTTP/1.1\r\nHost: x\r\nContent-Length: \(bodySize)\r\n\r\n")
    }
}
