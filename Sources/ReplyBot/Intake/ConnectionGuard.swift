internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Closes connections that are too slow, too many, or done; it sits between the decoder and the idle handler.
///
/// A request that arrives in one piece costs no timer: a timer is set only where a read or a write is unfinished.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Why a connection was closed, as logged.
    struct Ended: Error {
        let reason: IntakeRefusal
    }

    private let limits: IntakeLimits.Pace
    private let clients: PerClientLimits?
    private let note: @Sendable (IntakeRefusal) -> Void

    private var pace: ConnectionPace
    private var address: ClientAddress?
    private var isOpen = false
    /// Whether the current read brought a part of a request.
    private var broughtPart = false
    private var isLastAnswer = false
    private var pendingAnswers = 0
    private var timer: (at: NIODeadline, task: Scheduled<Void>)?

    /// Makes a guard, which calls `note` for each connection that it closes.
    init(_ limits: IntakeLimits.Pace, clients: PerClientLimits?, note: @escaping @Sendable (IntakeRefusal) -> Void) {
        self.limits = limits
        self.clients = clients
        self.note = note
        pace = ConnectionPace(limits)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { open(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        open(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        close()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        close()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        broughtPart = true
        switch unwrapInboundIn(data) {
        case .head: pace.receivedHead(at: context.eventLoop.now)
        case .body(let part): pace.receivedBody(part.readableBytes)
        case .end: pace.receivedEnd()
        }
        context.fireChannelRead(data)
    }

    /// The decoder also passes this on after an incomplete head.
    func channelReadComplete(context: ChannelHandlerContext) {
        if !broughtPart { pace.receivedBytes(at: context.eventLoop.now) }
        broughtPart = false
        setTimer(context)
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            isLastAnswer = isLastAnswer || head.headerFields[.connection] == "close"
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end: writeEnd(context, data: data, promise: promise ?? context.eventLoop.makePromise())
        }
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        setTimer(context)
    }

    /// At a stop Hummingbird closes idle connections, and the pace limits all others.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            pace.end(by: context.eventLoop.now + limits.stop)
            setTimer(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func open(_ context: ChannelHandlerContext) {
        guard !isOpen else { return }
        isOpen = true
        if let clients, let client = clients.address(of: context.channel.remoteAddress) {
            guard clients.opened(client) else { return end(context, because: .connections) }
            address = client
        }
        pace.opened(at: context.eventLoop.now)
        setTimer(context)
    }

    private func close() {
        timer?.task.cancel()
        timer = nil
        if let address { clients?.closed(address) }
        address = nil
    }

    private func writeEnd(_ context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>) {
        pace.answered(at: context.eventLoop.now)
        pendingAnswers += 1
        promise.futureResult.assumeIsolated()
            .whenComplete { _ in
                self.pendingAnswers -= 1
                if self.pendingAnswers == 0 { self.pace.delivered() }
                if self.isLastAnswer { self.sayFarewell(context) }
            }
        context.write(data, promise: promise)
    }

    /// Closes at once, or a little later while the client still sends, because it would otherwise not see the answer.
    ///
    /// The rest of the body is not read, because that costs time and gains nothing (RELIABILITY T11).
    private func sayFarewell(_ context: ChannelHandlerContext) {
        guard pace.isReading else { return context.close(promise: nil) }
        context.channel.setOption(.autoRead, value: false).whenFailure { _ in }
        pace.end(by: context.eventLoop.now + limits.farewell)
        setTimer(context)
    }

    private func setTimer(_ context: ChannelHandlerContext) {
        guard context.channel.isActive, let due = pace.due else { return }
        if let timer, timer.at <= due.at { return }
        timer?.task.cancel()
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: due.at) { self.timerFired(context) }
        timer = (due.at, task)
    }

    private func timerFired(_ context: ChannelHandlerContext) {
        timer = nil
        guard let due = pace.due, due.at <= context.eventLoop.now else { return setTimer(context) }
        end(context, because: due.because)
    }

    private func end(_ context: ChannelHandlerContext, because reason: IntakeRefusal?) {
        if let reason {
            note(reason)
            // The reader of the body learns that it does not end.
            context.fireErrorCaught(Ended(reason: reason))
        }
        context.close(promise: nil)
    }
}

/// The deadlines of one connection (RELIABILITY T12); time is a parameter.
struct ConnectionPace {
    private enum Phase {
        /// No request is being received.
        case idle
        /// A head is expected or incomplete.
        case head(since: NIODeadline)
        /// A body is incomplete.
        case body(since: NIODeadline, bytes: Int)
    }

    private let limits: IntakeLimits.Pace
    private var phase = Phase.idle
    /// The time of the oldest answer that the system has not taken yet.
    private var answering: NIODeadline?
    /// The end of the connection in any case.
    private var end: NIODeadline?

    init(_ limits: IntakeLimits.Pace) {
        self.limits = limits
    }

    /// Whether a body is incomplete.
    var isReading: Bool {
        if case .body = phase { true } else { false }
    }

    /// The next deadline and its reason; a requested end has no reason.
    var due: (at: NIODeadline, because: IntakeRefusal?)? {
        let candidates = [
            readingEnd, answering.map { ($0 + limits.answer, .slowReader) }, end.map { ($0, nil) },
        ]
        return candidates.compactMap(\.self).min { $0.0 < $1.0 }
    }

    private var readingEnd: (NIODeadline, IntakeRefusal?)? {
        switch phase {
        case .idle: nil
        case .head(let since): (since + limits.head, .slowHead)
        case .body(let since, let bytes):
            // One KiB buys a second.
            (since + min(limits.body, limits.emptyBody + .microseconds(Int64(bytes) * 1_000_000 / 1_024)), .slowBody)
        }
    }

    mutating func opened(at now: NIODeadline) {
        phase = .head(since: now)
    }

    /// Bytes of an incomplete head came.
    mutating func receivedBytes(at now: NIODeadline) {
        if case .idle = phase { phase = .head(since: now) }
    }

    mutating func receivedHead(at now: NIODeadline) {
        phase = .body(since: now, bytes: 0)
    }

    mutating func receivedBody(_ count: Int) {
        guard case .body(let since, let bytes) = phase else { return }
        phase = .body(since: since, bytes: bytes + count)
    }

    mutating func receivedEnd() {
        phase = .idle
    }

    mutating func answered(at now: NIODeadline) {
        if answering == nil { answering = now }
    }

    /// The system has taken all answers.
    mutating func delivered() {
        answering = nil
    }

    /// Ends the connection at `deadline`, whatever happens.
    mutating func end(by deadline: NIODeadline) {
        end = min(end ?? deadline, deadline)
    }
}

/// Makes a connection read in small pieces; an ordinary request fits into one.
///
/// Ten pieces may wait between the socket and the reader of a body: at 64 KiB each, they would exceed the limit of a body
/// many times (RELIABILITY T11).
final class SmallReads: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    func handlerAdded(context: ChannelHandlerContext) {
        let allocator = FixedSizeRecvByteBufferAllocator(capacity: 4_096)
        context.channel.setOption(.recvAllocator, value: allocator).whenFailure { _ in }
    }
}
