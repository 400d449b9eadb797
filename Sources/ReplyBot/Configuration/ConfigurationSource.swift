package import AlipayClient
package import Foundation
package import OperatorText
import RuleEngine

/// The sources of settings: flags before environment before file (DESIGN 3).
package struct ConfigurationSource: Sendable {
    /// The file that is read if it exists and no other is named.
    static let defaultPath = "replybot.yaml"

    /// The file that the operator named.
    var path: String?
    var flags: [Setting: String] = [:]
    var environment: [String: String]

    package init(path: String? = nil, flags: [Setting: String] = [:], environment: [String: String]) {
        self.path = path
        self.flags = flags
        self.environment = environment
    }

    /// Reads all sources.
    ///
    /// - Throws: `CommandFailure` with all problems so far when the file cannot be read.
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

    /// Whether the path exists, if only as a broken link.
    private static func exists(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)) != nil
    }

    /// Loads the settings and keys of `serve`, or throws all problems at once.
    package func load(now: Date) throws -> LoadedConfiguration {
        var reader = try reader()
        let configuration = BotConfiguration(&reader)
        guard let identity = KeyLoader(configuration.alipay, now: now).load(&reader), reader.isComplete else {
            throw reader.failure()
        }
        return LoadedConfiguration(configuration: configuration, identity: identity, warnings: reader.warnings)
    }

    /// Loads the settings and keys of a replay, which needs no private key, or throws all problems at once.
    ///
    /// Signatures are checked as `verifying` says, and if it is nil, where a key is configured. The verifier is nil where
    /// nothing is checked.
    package func loadForReplay(
        now: Date,
        verifying: Bool?
    ) throws -> (configuration: BotConfiguration, verifier: NotificationVerifier?) {
        var reader = try reader()
        let configuration = BotConfiguration(&reader)
        let keys: [Setting] = [.publicKey, .publicKeyFile, .appCertFile, .certFiles, .rootCertFile]
        guard verifying ?? keys.contains(where: { reader.text($0) != nil }) else {
            guard !reader.hasProblems else { throw reader.failure(withMissing: false) }
            return (configuration, nil)
        }
        let verifier = KeyLoader(configuration.alipay, now: now).loadVerifier(&reader)
        guard let verifier, reader.isComplete else { throw reader.failure() }
        return (configuration, verifier)
    }

    /// Loads the settings without any key, or throws all problems at once; a missing setting is not a problem.
    package func loadWithoutKeys() throws -> BotConfiguration {
        var reader = try reader()
        let configuration = BotConfiguration(&reader)
        guard !reader.hasProblems else { throw reader.failure(withMissing: false) }
        return configuration
    }
}

/// The environment holds secrets, so no description shows it.
extension ConfigurationSource: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "ConfigurationSource" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The settings and keys of `serve`, read and checked.
package struct LoadedConfiguration: Sendable {
    package let configuration: BotConfiguration
    /// The keys and certificates named by the settings.
    package let identity: AlipayIdentity
    /// Settings that work, but should be corrected.
    package let warnings: [LocalizedText]
}
