internal import AlipayClient
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore

/// The request half: the listener that Alipay calls.
extension BotApplication.Parts {
    func gateway(_ reader: NotificationReader, _ lanes: EventLanes) -> some ApplicationProtocol {
        let intake = NotificationIntake(
            reader: reader,
            journal: EventJournal(store: store, freshness: configuration.alipay.freshness),
            lanes: lanes,
            keys: keys,
            signing: signing,
            clock: clock,
            logger: logger,
            faults: faults
        )
        let router = Router(context: GatewayContext.self)
        NotificationEndpoint(intake: intake, logger: logger).addRoutes(to: router, path: configuration.path)
        return server(router, configuration.http, onListening: onListening)
    }

    func server<Context: RequestContext>(
        _ router: Router<Context>,
        _ listener: BotConfiguration.Listener,
        onListening: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol
    where Context: InitializableFromSource<ApplicationRequestContextSource> {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return Application(
            router: router,
            server: .http1(configuration: .init(additionalChannelHandlers: [SmallReads()], idleTimeout: .seconds(60))),
            configuration: .init(
                address: .hostname(listener.host, port: listener.port),
                availableConnectionsDelegate: MaximumAvailableConnections(ConnectionLimit.gateway)
            ),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: quiet
        )
    }
}
