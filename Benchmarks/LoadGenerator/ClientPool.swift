internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Keep-alive connections from four addresses, and who of them is free.
final class ClientPool: Sendable {
    private struct State {
        var free: [any Channel] = []
        var first = 0
        var opened = 0
        var tally: Tally
        /// Whether each client sends again as soon as it has its answer.
        var isClosedLoop = false
        var isStopping = false
    }

    private let loop: any EventLoop
    private let port: Int
    private let supply: EventSupply
    private let state: Mutex<State>

    init(on loop: any EventLoop, port: Int, supply: EventSupply, tally: Tally) {
        self.loop = loop
        self.port = port
        self.supply = supply
        state = Mutex(State(tally: tally))
    }

    /// Counts what comes from now on elsewhere.
    func count(in tally: Tally) {
        state.withLock { $0.tally = tally }
    }

    /// Opens a connection, which sends its first request at once, as a client without a pool would.
    func open() {
        let number = state.withLock { state in
            state.opened += 1
            return state.opened
        }
        let due = NIODeadline.now()
        ClientBootstrap(group: loop)
            .connectTimeout(.seconds(20))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = LoadConnection { [weak self] in self?.finished($0, $1, $2) }
                    try channel.pipeline.syncOperations.addHandler(connection)
                }
            }
            .bind(to: { try ClientPool.address(number % 4 + 1) })
            .connect(host: "127.0.0.1", port: port)
            .whenComplete { result in
                switch result {
                case .success(let channel): self.send(on: channel, due: due)
                case .failure(let error): self.tally.fail("not connected: \(error)")
                }
            }
    }

    /// Sends a request that is due now on the connection that has been free the longest; false when none is.
    func send(due: NIODeadline) -> Bool {
        guard let channel = takeFree() else { return false }
        send(on: channel, due: due)
        return true
    }

    /// From now on each client sends again as soon as it has its answer.
    func closeTheLoop() {
        state.withLock { $0.isClosedLoop = true }
        while send(due: .now()) {}
    }

    /// Lets requests under way end, and sends none.
    func stop() {
        state.withLock { $0.isStopping = true }
    }

    static func address(_ net: Int) throws -> SocketAddress {
        try SocketAddress(ipAddress: "127.0.\(net).2", port: 0)
    }

    private var tally: Tally { state.withLock { $0.tally } }

    private func takeFree() -> (any Channel)? {
        state.withLock { state in
            while state.first < state.free.count {
                let channel = state.free[state.first]
                state.first += 1
                if state.first > 10_000 {
                    state.free.removeFirst(state.first)
                    state.first = 0
                }
                // One that the server has ended in the meantime would have been opened anew.
                if channel.isActive { return channel }
            }
            return nil
        }
    }

    private func send(on channel: any Channel, due: NIODeadline) {
        let request = LoadRequest(bytes: supply.next(), due: due)
        // When this fails the connection has ended, and the outcome says so.
        channel.writeAndFlush(request, promise: nil)
    }

    private func finished(_ channel: any Channel, _ request: LoadRequest, _ answer: LoadAnswer?) {
        guard let answer else {
            if !state.withLock({ $0.isStopping }) { tally.fail("connection ended without an answer") }
            return
        }
        tally.note(answer, after: .now() - request.due)
        let (isClosedLoop, isStopping) = state.withLock { ($0.isClosedLoop, $0.isStopping) }
        guard !isStopping else { return }
        // Whoever is turned away comes back a little later.
        if answer.closes {
            _ = loop.scheduleTask(in: .seconds(1)) { self.open() }
            return
        }
        if isClosedLoop { return send(on: channel, due: .now()) }
        state.withLock { $0.free.append(channel) }
    }
}
