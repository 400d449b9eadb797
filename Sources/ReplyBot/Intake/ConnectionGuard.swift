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
    private let shares: ClientShares?
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
    init(_ limits: IntakeLimits.Pace, shares: ClientShares?, note: @escaping @Sendable (IntakeRefusal) -> Void) {
        self.limits = limits
        self.shares = shares
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
        if let shares, let client = shares.address(of: context.channel.remoteAddress) {
            guard shares.opened(client) else { return end(context, because: .connections) }
            address = client
        }
        pace.opened(at: context.eventLoop.now)
        setTimer(context)
    }

    private func close() {
        timer?.task.cancel()
        timer = nil
        if let address { shares?.closed(address) }
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
