internal import Hummingbird
internal import NIOCore

/// What a request to the gateway comes with: also its connection, so that it can be ended.
struct GatewayContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Ends the connection, at once or after time for an answer to go out.
    ///
    /// A client that goes on sending would otherwise be read to its end, and could hold up a shutdown.
    func endConnection(after delay: TimeAmount = .zero) {
        // What is still on the way stays there: reading it costs time, and saying so gains nothing (RELIABILITY T11).
        channel.setOption(.autoRead, value: false).whenFailure { _ in }
        channel.eventLoop.scheduleTask(in: delay) { [channel] in channel.close(promise: nil) }
    }
}
