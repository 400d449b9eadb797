internal import RuleEngine

/// Everything that `serve` needs from its settings, read and checked.
struct LoadedConfiguration: Sendable {
    /// The settings.
    let configuration: BotConfiguration
    /// The keys and certificates that they name.
    let identity: AlipayIdentity
    /// What works, but should be put right.
    let warnings: [LocalizedText]
}
