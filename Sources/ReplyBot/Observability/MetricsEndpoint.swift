internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `/metrics`: what the bot counts, as Prometheus reads it.
struct MetricsEndpoint: Sendable {
    let metrics: BotMetrics
    let state: BotState

    /// Adds the route.
    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("/metrics") { _, _ in
            await state.refresh(metrics)
            return Response(
                status: .ok,
                headers: [.contentType: MetricsRegistry.contentType],
                body: .init(byteBuffer: ByteBuffer(string: metrics.exposition()))
            )
        }
    }
}
