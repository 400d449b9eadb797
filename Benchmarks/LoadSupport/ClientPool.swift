package import NIOCore
package import NIOPosix
internal import Synchronization

/// Keep-alive connections from four addresses, and the queue of the free ones.
package final class ClientPool: Sendable {
    private struct State {
        var free: [any Channel] = []
        var first = 0
        var opened = 0
        var tally: Tally
        /// How many more requests are sent right after an answer.
        var remaining = 0
        var isStopping = false

        mutating func takeTurn() -> Bool {
            guard remaining > 0 else { return false }
            remaining -= 1
            return true
        }
    }

    private let loop: any EventLoop
    private let port: Int
    private let supply: EventSupply
    private let state: Mutex<State>

    package init(on loop: any EventLoop, port: Int, supply: EventSupply, tally: Tally) {
        self.loop = loop
        self.port = port
        self.supply = supply
        state = Mutex(State(tally: tally))
    }

    /// Counts in another tally from now on.
    package func count(in tally: Tally) {
        state.withLock { $0.tally = tally }
    }

    /// Opens a connection, which sends its first request at once, as a client without a pool would.
    package func open() {
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

    /// Sends a request on the connection that has been free the longest; false when none is free.
    package func send(due: NIODeadline) -> Bool {
        guard let channel = takeFree() else { return false }
        send(on: channel, due: due)
        return true
    }

    /// Makes each client send again right after its answer, until all have sent `count` requests from now on.
    package func closeTheLoop(for count: Int = .max) {
        state.withLock { $0.remaining = count }
        while let channel = takeFree() {
            guard state.withLock({ $0.takeTurn() }) else {
                state.withLock { $0.free.append(channel) }
                return
            }
            send(on: channel, due: .now())
        }
    }

    /// Calls `act` `count` times at a rate a second; a late call keeps its due time.
    ///
    /// - Parameters:
    ///   - count: how many times.
    ///   - rate: calls a second.
    ///   - act: sends; false when it has to be called again a moment later.
    /// - Throws: `CancellationError` when the task is cancelled.
    package func pace(
        _ count: Int,
        rate: Double,
        _ act: (ClientPool, NIODeadline) -> Bool = { $0.send(due: $1) }
    ) async throws {
        let begin = NIODeadline.now()
        for number in 0..<count {
            let due = begin + .nanoseconds(Int64(Double(number) * 1e9 / rate))
            let wait = due - .now()
            if wait > .zero { try await Task.sleep(for: .nanoseconds(wait.nanoseconds)) }
            while !act(self, due) { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    /// Lets requests under way end, and sends no more.
    package func stop() {
        state.withLock { $0.isStopping = true }
    }

    package static func address(_ net: Int) throws -> SocketAddress {
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
                // A connection that the server has closed meanwhile is skipped.
                if channel.isActive { return channel }
            }
            return nil
        }
    }

    private func send(on channel: any Channel, due: NIODeadline) {
        let request = LoadRequest(bytes: supply.next(), due: due)
        // After a failure the connection closes, which the outcome reports.
        channel.writeAndFlush(request, promise: nil)
    }

    private func finished(_ channel: any Channel, _ request: LoadRequest, _ answer: LoadAnswer?) {
        guard let answer else {
            if !state.withLock({ $0.isStopping }) { tally.fail("connection ended without an answer") }
            return
        }
        tally.note(answer, after: .now() - request.due)
        guard !state.withLock({ $0.isStopping }) else { return }
        // A refused client comes back a little later.
        if answer.closes {
            _ = loop.scheduleTask(in: .seconds(1)) { self.open() }
            return
        }
        let goesOn = state.withLock { state in
            if state.takeTurn() { return true }
            state.free.append(channel)
            return false
        }
        if goesOn { send(on: channel, due: .now()) }
    }
}

/// A request and the time when it is due.
struct LoadRequest: Sendable {
    let bytes: ByteBuffer
    let due: NIODeadline
}

/// One connection, which sends a request at a time and waits for the answer.
final class LoadConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = LoadRequest
    typealias OutboundOut = ByteBuffer

    /// Called with the answer to a request; nil when the connection closed first.
    typealias Outcome = @Sendable (any Channel, LoadRequest, LoadAnswer?) -> Void

    private let outcome: Outcome
    private var request: LoadRequest?
    private var received = ByteBuffer()

    init(_ outcome: @escaping Outcome) {
        self.outcome = outcome
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let request = unwrapOutboundIn(data)
        self.request = request
        context.write(wrapOutboundOut(request.bytes), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
        guard let answer = answer() else { return }
        received.clear()
        finish(context, answer)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(context, nil)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func finish(_ context: ChannelHandlerContext, _ answer: LoadAnswer?) {
        guard let request else { return }
        self.request = nil
        if answer?.closes == true { context.close(promise: nil) }
        outcome(context.channel, request, answer)
    }

    /// The answer, once it is complete.
    private func answer() -> LoadAnswer? {
        let view = received.readableBytesView
        guard let headEnd = view.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: view[..<headEnd.lowerBound], as: UTF8.self).lowercased().split(separator: "\r\n")
        let length = lines.first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) }
        let body = view[headEnd.upperBound...]
        guard body.count >= length ?? 0, let status = lines.first?.split(separator: " ").dropFirst().first else {
            return nil
        }
        return LoadAnswer(
            status: Int(status) ?? 0,
            closes: lines.contains("connection: close"),
            body: Array(body)
        )
    }
}

extension ClientBootstrap {
    /// Binds to an address, if it can be made.
    package func bind(to address: () throws -> SocketAddress) -> ClientBootstrap {
        (try? address()).map { bind(to: $0) } ?? self
    }
}
