internal import LoadSupport
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Connections that send a head byte by byte, and come back when the server closes them.
final class SlowConnections: Sendable {
    struct Counts: Sendable {
        var open = 0
        /// How often the server closed one.
        var ended = 0
        /// The longest life of a connection.
        var longest = TimeAmount.zero
    }

    private let loop: any EventLoop
    private let port: Int
    private let state = Mutex((counts: Counts(), isStopping: false))

    init(on loop: any EventLoop, port: Int) {
        self.loop = loop
        self.port = port
    }

    var counts: Counts { state.withLock { $0.counts } }

    func open(_ count: Int) {
        for _ in 0..<count { open() }
    }

    /// Opens no further connections.
    func stop() {
        state.withLock { $0.isStopping = true }
    }

    private func open() {
        ClientBootstrap(group: loop)
            .connectTimeout(.seconds(20))
            .bind(to: { try ClientPool.address(5) })
            .connect(host: "127.0.0.1", port: port)
            .whenComplete { result in
                switch result {
                case .success(let channel): self.drip(channel)
                case .failure: _ = self.loop.scheduleTask(in: .seconds(1)) { self.reopen() }
                }
            }
    }

    private func drip(_ channel: any Channel) {
        let begin = NIODeadline.now()
        state.withLock { $0.counts.open += 1 }
        channel.writeAndFlush(ByteBuffer(string: "POST /gateway HTTP/1.1\r\nX-Slow: "), promise: nil)
        let task = loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            channel.writeAndFlush(ByteBuffer(string: "a"), promise: nil)
        }
        channel.closeFuture.whenComplete { _ in
            task.cancel()
            let life = NIODeadline.now() - begin
            self.state.withLock { state in
                state.counts.open -= 1
                state.counts.ended += 1
                state.counts.longest = max(state.counts.longest, life)
            }
            self.reopen()
        }
    }

    private func reopen() {
        if !state.withLock({ $0.isStopping }) { open() }
    }
}
