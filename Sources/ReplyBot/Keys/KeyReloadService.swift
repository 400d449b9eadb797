internal import ServiceLifecycle
internal import UnixSignals

/// Reads the keys again at each SIGHUP, one after the other.
struct KeyReloadService: Service {
    /// SIGHUP, trapped since before anything listened: untrapped it would end the process.
    let signals: UnixSignalsSequence
    let reloader: KeyReloader

    func run() async throws {
        for await _ in signals.cancelOnGracefulShutdown() {
            await reloader.reload()
        }
    }
}
