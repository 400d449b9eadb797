internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ReplyStore

/// `/healthz`: the process runs.
///
/// `/readyz`: events can be kept, and so be acknowledged.
struct HealthEndpoint: Sendable {
    let store: ReplyStore

    /// Adds both routes.
    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("/healthz") { _, _ in "ok\n" }
        router.get("/readyz") { _, _ in
            let isReady = await store.isWritable()
            return Response(
                status: isReady ? .ok : .serviceUnavailable,
                headers: [.contentType: "text/plain"],
                body: .init(byteBuffer: ByteBuffer(string: isReady ? "ready\n" : "the store cannot be written\n"))
            )
        }
    }
}
