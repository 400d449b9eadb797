internal import AlipayClient
internal import Foundation
internal import RuleEngine

/// Where settings come from: flags before environment before file (DESIGN 3).
struct ConfigurationSource {
    /// The file that is read when none is named, if it exists.
    static let defaultPath = "replybot.yaml"

    /// The file that the operator named.
    var path: String?
    /// Settings from flags.
    var flags: [Setting: String] = [:]
    /// The process's environment.
    var environment: [String: String]

    /// Reads all sources.
    ///
    /// - Throws: `CommandFailure` when the file cannot be read at all, with everything that is known then.
    func reader() throws -> ConfigurationReader {
        let file = file()
        let reader = ConfigurationReader(flags: flags, environment: EnvironmentSettings(environment), file: file)
        guard file?.isReadable != false else { throw reader.failure() }
        return reader
    }

    private func file() -> ConfigurationFile? {
        guard path == nil, !ConfigurationSource.exists(ConfigurationSource.defaultPath) else {
            return ConfigurationFile(path: path ?? ConfigurationSource.defaultPath)
        }
        return nil
    }

    /// Whether anything stands there, even a link that leads nowhere.
    private static func exists(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)) != nil
    }

    /// Loads everything that `serve` needs, or throws all problems at once.
    func load(now: Date) throws -> LoadedConfiguration {
        var reader = try reader()
        let configuration = BotConfiguration(&reader)
        guard let identity = KeyLoader(configuration.alipay, now: now).load(&reader), reader.isComplete else {
            throw reader.failure()
        }
        return LoadedConfiguration(configuration: configuration, identity: identity, warnings: reader.warnings)
    }

    /// Loads what a replay needs, or throws all problems at once: our own private key is not among it.
    func loadForReplay(now: Date) throws -> (configuration: BotConfiguration, verifier: NotificationVerifier) {
        var reader = try reader()
        let configuration = BotConfiguration(&reader)
        let verifier = KeyLoader(configuration.alipay, now: now).loadVerifier(&reader)
        guard let verifier, reader.isComplete else { throw reader.failure() }
        return (configuration, verifier)
    }

    /// Loads what works without any key, or throws all problems at once; settings that are missing are none.
    func loadWithoutKeys() throws -> BotConfiguration {
        var reader = try reader()
        let configuration = BotConfiguration(&reader)
        guard !reader.hasProblems else { throw reader.failure(withMissing: false) }
        return configuration
    }
}

/// The environment holds secrets, so whoever describes what holds this says nothing of it.
extension ConfigurationSource: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "ConfigurationSource" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// Everything that `serve` needs from its settings, read and checked.
struct LoadedConfiguration: Sendable {
    /// The settings.
    let configuration: BotConfiguration
    /// The keys and certificates that they name.
    let identity: AlipayIdentity
    /// What works, but should be put right.
    let warnings: [Phrase]
}
