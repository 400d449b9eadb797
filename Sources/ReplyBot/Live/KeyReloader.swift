internal import Foundation
internal import Logging
internal import OperatorText
internal import ReplyStore
internal import RuleEngine
internal import ServiceLifecycle
internal import UnixSignals

/// Reloads keys and certificates, and puts them in use if all of them fit together.
struct KeyReloader: Sendable {
    let source: ConfigurationSource
    /// The application that the process serves; it cannot change while it runs.
    let appID: String
    let keys: CurrentKeys
    let clock: any BotClock
    let logger: Logger
    let metrics: BotMetrics

    /// Loads, checks and replaces the keys; after any failure the old ones stay in use.
    func reload() async {
        do {
            let loaded = try await runBlocking { [source, now = clock.now()] in try source.load(now: now) }
            guard loaded.configuration.alipay.appID == appID else {
                return refuse([
                    LocalizedText(
                        "alipay.app_id 已改变：它只在启动时读取，请重启",
                        "alipay.app_id has changed: it is read at the start only, so start again"
                    )
                ])
            }
            for warning in loaded.warnings { logger.warning("\(warning[.current])") }
            keys.replace(with: loaded.identity)
            metrics.reloaded(.keys, result: .used)
            logger.notice("keys and certificates were read again")
        } catch let failure as CommandFailure {
            refuse(failure.reasons)
        } catch {
            refuse([LocalizedText("读取配置失败：\(error)", "the settings cannot be read: \(error)")])
        }
    }

    private func refuse(_ reasons: [LocalizedText]) {
        metrics.reloaded(.keys, result: .refused)
        for reason in reasons {
            logger.error("the old keys stay in use", metadata: ["reason": "\(reason[.current])"])
        }
    }
}

/// Reloads the keys and then the rules at each SIGHUP.
struct ReloadService: Service {
    /// SIGHUP, which must be trapped before anything listens: untrapped it ends the process.
    let signals: UnixSignalsSequence
    let keys: KeyReloader
    let rules: RuleReloader

    func run() async throws {
        for await _ in signals.cancelOnGracefulShutdown() {
            await keys.reload()
            await rules.reload()
        }
    }
}
