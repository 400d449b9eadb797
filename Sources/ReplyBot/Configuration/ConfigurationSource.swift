internal import AlipayClient
internal import Configuration
internal import Foundation
internal import RuleEngine
internal import SystemPackage

/// Where settings come from: flags before environment before file (DESIGN 3).
struct ConfigurationSource {
    /// The file that is read when none is named, if it exists.
    static let defaultPath = "replybot.yaml"

    /// The file that the operator named.
    var path: String?
    /// Settings from flags, by key.
    var flags: [String: String] = [:]
    /// The process's environment.
    var environment: [String: String]

    /// Opens all sources.
    func reader() async throws -> ConfigurationReader {
        let values = Dictionary(
            uniqueKeysWithValues: flags.map {
                (AbsoluteConfigKey(ConfigKey($0.key)), ConfigValue(.string($0.value), isSecret: false))
            }
        )
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "flags", values: values),
            EnvironmentVariablesProvider(environmentVariables: environment),
        ]
        if let file = try await fileProvider() { providers.append(file) }
        return ConfigurationReader(ConfigReader(providers: providers))
    }

    /// Loads everything that `serve` needs, or throws all problems at once.
    func load(now: Date) async throws -> LoadedConfiguration {
        var reader = try await reader()
        let configuration = BotConfiguration(&reader)
        guard let identity = KeyLoader(configuration.alipay, now: now).load(&reader), reader.problems.isEmpty else {
            throw CommandFailure(reader.problems)
        }
        return LoadedConfiguration(configuration: configuration, identity: identity, warnings: reader.warnings)
    }

    /// Loads what a replay needs, or throws all problems at once: our own private key is not among it.
    func loadForReplay(now: Date) async throws -> (configuration: BotConfiguration, verifier: NotificationVerifier) {
        var reader = try await reader()
        let configuration = BotConfiguration(&reader)
        let verifier = KeyLoader(configuration.alipay, now: now).loadVerifier(&reader)
        guard let verifier, reader.problems.isEmpty else { throw CommandFailure(reader.problems) }
        return (configuration, verifier)
    }

    private func fileProvider() async throws -> FileProvider<YAMLSnapshot>? {
        let name = path ?? ConfigurationSource.defaultPath
        guard FileManager.default.fileExists(atPath: name) else {
            guard path != nil else { return nil }
            throw CommandFailure(
                "找不到配置文件 \(name):检查 --config 的路径",
                "there is no configuration file \(name): check the path after --config"
            )
        }
        do {
            return try await FileProvider<YAMLSnapshot>(filePath: FilePath(name))
        } catch {
            throw CommandFailure(
                "配置文件 \(name) 不是正确的 YAML:\(error)",
                "the configuration file \(name) is not valid YAML: \(error)"
            )
        }
    }
}
