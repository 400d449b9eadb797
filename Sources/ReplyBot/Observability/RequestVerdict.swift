/// What became of a request to the gateway, as metrics tell it.
enum RequestVerdict: String, CaseIterable, Sendable {
    /// An event that is new.
    case accepted
    /// An event that was delivered before.
    case duplicate
    /// An event that is too old or from the future.
    case stale
    /// The console's 验证网关, good or bad.
    case handshake
    /// News of the platform.
    case platformMessage = "platform-message"
    /// 400.
    case refused
    /// 503, because there was too much to do.
    case overloaded
    /// 503, because the store failed.
    case store
    /// 500.
    case failed
}
