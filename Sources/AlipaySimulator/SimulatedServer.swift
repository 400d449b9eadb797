internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Serves the simulated API over HTTP on loopback.
///
/// It writes the bytes of its answers itself, since an HTTP server would not let it write wrong ones.
public struct SimulatedServer: Sendable {
    private let platform: SimulatedPlatform
    private let port: Int
    private let sleep: @Sendable (Duration) async throws -> Void
    private let onRunning: @Sendable (Int) async -> Void

    /// Makes a server.
    ///
    /// - Parameters:
    ///   - platform: what answers.
    ///   - port: where to listen; 0 lets the system choose.
    ///   - onRunning: is told the port.
    ///   - sleep: waits where an answer is late or slow.
    public init(
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
    /// - Throws: an error when the port cannot be had.
    public func run() async throws {
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
