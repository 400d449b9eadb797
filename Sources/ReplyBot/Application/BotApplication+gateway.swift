internal import AlipayClient
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore

/// The request half: the listener that Alipay calls.
extension BotApplication.Parts {
    func gateway(_ reader: NotificationReader, _ gate: IntakeGate) -> some ApplicationProtocol {
        let intake = NotificationIntake(
            reader: reader,
            journal: EventJournal(store: store, freshness: configuration.alipay.freshness),
            keys: keys,
            signing: signing,
            gate: gate,
            clock: clock,
            logger: logger,
            faults: faults,
            metrics: metrics
        )
        let shares = configuration.limitsByAddress ? ClientShares(limits.share) : nil
        let endpoint = NotificationEndpoint(
            intake: intake,
            gate: gate,
            shares: shares,
            refusals: RefusalLog(logger: logger),
            logger: logger,
            metrics: metrics
        )
        let router = Router(context: GatewayContext.self)
        endpoint.addRoutes(to: router, path: configuration.path)
        let connections = ConnectionLimit.gateway(configured: configuration.connections)
        return server(router, configuration.http, connections, limits.pace, shares, gate, onListening: onListening)
    }

    func server<Context: RequestContext>(
        _ router: Router<Context>,
        _ listener: BotConfiguration.Listener,
        _ connections: Int,
        _ pace: IntakeLimits.Pace = .init(),
        _ shares: ClientShares? = nil,
        _ gate: IntakeGate = IntakeGate(),
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol
    where Context: InitializableFromSource<ApplicationRequestContextSource> {
        let guards: @Sendable () -> [any RemovableChannelHandler] = { [metrics] in
            let connection = ConnectionGuard(pace, shares: shares) { refusal in
                gate.note(refusal)
                metrics.cutOff(refusal)
            }
            return [SmallReads(), connection]
        }
        return Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: guards(),
                    idleTimeout: pace.idle
                )
            ),
            configuration: .init(
                address: .hostname(listener.host, port: listener.port),
                availableConnectionsDelegate: MaximumAvailableConnections(connections)
            ),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: logger.atLeast(.warning)
        )
    }
}
