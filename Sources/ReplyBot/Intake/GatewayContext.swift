internal import Hummingbird
internal import NIOCore

/// What a request to the gateway comes with: also where it comes from.
struct GatewayContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of the client, or of the proxy before it.
    let remoteAddress: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}
