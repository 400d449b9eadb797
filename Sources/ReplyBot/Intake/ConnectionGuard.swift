internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Ends connections that are too slow, too many, or done; sits between the decoder and the idle handler.
///
/// A request that comes at once costs no timer: one is set only where a read or a write has left something open.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// What a client is told, in the log, when its connection is ended.
    struct Ended: Error {
        let reason: IntakeRefusal
    }

    private let limits: IntakeLimits.Pace
    private let clients: PerClientLimits?
    private let note: @Sendable (IntakeRefusal) -> Void

    private var pace: ConnectionPace
    private var address: ClientAddress?
    private var isOpen = false
    /// Whether the read under way brought a part of a request.
    private var broughtPart = false
    private var isLastAnswer = false
    private var pendingAnswers = 0
    private var timer: (at: NIODeadline, task: Scheduled<Void>)?

    /// Makes a guard; `note` is told what it ends.
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

    /// The decoder passes this on also when what it got is not a whole head yet.
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
        case .end: writeEnd(context, data, promise ?? context.eventLoop.makePromise())
        }
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        setTimer(context)
    }

    /// A stop is under way: connections without a request are closed by Hummingbird, all others in time by us.
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

    private func writeEnd(_ context: ChannelHandlerContext, _ data: NIOAny, _ promise: EventLoopPromise<Void>) {
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

    /// Closes at once, or a little later when the client still sends: it would not see the answer otherwise.
    ///
    /// What is still on the way stays there: reading it costs time, and saying so gains nothing (RELIABILITY T11).
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
            // Whoever reads the body learns that it does not end.
            context.fireErrorCaught(Ended(reason: reason))
        }
        context.close(promise: nil)
    }
}

/// How long a connection may still take for what it does now (RELIABILITY T12); time is given.
struct ConnectionPace {
    private enum Phase {
        /// Nothing is under way, or a request is answered.
        case idle
        /// A head is to come, or comes.
        case head(since: NIODeadline)
        /// A body comes.
        case body(since: NIODeadline, bytes: Int)
    }

    private let limits: IntakeLimits.Pace
    private var phase = Phase.idle
    /// When the oldest answer was written that the system has not taken yet.
    private var answering: NIODeadline?
    /// When the connection ends in any case.
    private var end: NIODeadline?

    init(_ limits: IntakeLimits.Pace) {
        self.limits = limits
    }

    /// Whether a request has begun that is not complete.
    var isReading: Bool {
        if case .body = phase { true } else { false }
    }

    /// The next moment at which something is due, and what is then; no reason for an end that was agreed.
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

    /// The connection is there.
    mutating func opened(at now: NIODeadline) {
        phase = .head(since: now)
    }

    /// Bytes came that are no part of a request yet.
    mutating func receivedBytes(at now: NIODeadline) {
        if case .idle = phase { phase = .head(since: now) }
    }

    /// A head is complete.
    mutating func receivedHead(at now: NIODeadline) {
        phase = .body(since: now, bytes: 0)
    }

    /// A part of a body came.
    mutating func receivedBody(_ count: Int) {
        guard case .body(let since, let bytes) = phase else { return }
        phase = .body(since: since, bytes: bytes + count)
    }

    /// The request is complete.
    mutating func receivedEnd() {
        phase = .idle
    }

    /// An answer was written.
    mutating func answered(at now: NIODeadline) {
        if answering == nil { answering = now }
    }

    /// The system has taken all answers.
    mutating func delivered() {
        answering = nil
    }

    /// The connection ends at `deadline`, whatever happens.
    mutating func end(by deadline: NIODeadline) {
        end = min(end ?? deadline, deadline)
    }
}

/// Makes a connection read in small pieces, of which an ordinary request is one.
///
/// Ten pieces may wait between the socket and the reader of a body: at 64 KiB each, far more of a body would be read
/// than is ever accepted (RELIABILITY T11).
final class SmallReads: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    func handlerAdded(context: ChannelHandlerContext) {
        let allocator = FixedSizeRecvByteBufferAllocator(capacity: 4_096)
        context.channel.setOption(.recvAllocator, value: allocator).whenFailure { _ in }
    }
}
