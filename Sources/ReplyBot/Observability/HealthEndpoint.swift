internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ReplyStore

/// `/healthz`: the process runs.
///
/// `/readyz`: events can be stored and acknowledged, and no stop is under way; it also names the rules in use.
struct HealthEndpoint: Sendable {
    let store: ReplyStore
    let rules: CurrentRules
    let stop: StopNotice

    /// Adds both routes.
    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("/healthz") { _, _ in "ok\n" }
        router.get("/readyz") { _, _ in
            let obstacle = obstacle
            let text = (obstacle ?? "ready") + "\n" + ruleState + "\n"
            return Response(
                status: obstacle == nil ? .ok : .serviceUnavailable,
                headers: [.contentType: "text/plain"],
                body: .init(byteBuffer: ByteBuffer(string: text))
            )
        }
    }

    /// Why the bot is not ready; nil when it is.
    private var obstacle: String? {
        if stop.isStopping { return "stopping" }
        return store.health == .working ? nil : "the store cannot be written"
    }

    /// With broken files the last good rules stay in use, so the bot is ready all the same.
    private var ruleState: String {
        let running = rules.current
        let loaded = running.loaded.formatted(.iso8601)
        let state = "rules: generation \(running.generation), read \(loaded)"
        return switch rules.disk {
        case .same: "\(state), as on disk"
        case .different(let since): "\(state); other rules on disk since \(since.formatted(.iso8601)), see the log"
        }
    }
}
