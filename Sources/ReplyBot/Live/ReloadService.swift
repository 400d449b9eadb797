internal import ServiceLifecycle
internal import UnixSignals

/// Reads keys and rules again at each SIGHUP, one after the other.
struct ReloadService: Service {
    /// SIGHUP, trapped since before anything listened: untrapped it would end the process.
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
