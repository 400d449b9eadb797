internal import NIOCore

/// A request that is due at a moment.
struct LoadRequest: Sendable {
    let bytes: ByteBuffer
    let due: NIODeadline
}

/// One connection that sends a request when told to and waits for the answer.
final class LoadConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = LoadRequest
    typealias OutboundOut = ByteBuffer

    /// What came of a request; no answer when the connection ended first.
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

    /// The answer, once it is there as a whole.
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
