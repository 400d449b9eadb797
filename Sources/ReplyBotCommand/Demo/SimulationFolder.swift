internal import AlipayClient
internal import AlipaySimulator
internal import Foundation
internal import ReplyBot

/// A folder with the keys of a simulation and a configuration that uses them.
struct SimulationFolder {
    /// The configuration in the folder.
    let configurationPath: String
    let keys: SimulationKeys
    /// Whether the folder was created by this call.
    let isNew: Bool

    /// Opens the folder, or creates it with new keys.
    ///
    /// - Parameters:
    ///   - path: the folder.
    ///   - rulesPath: the rules in a new configuration.
    ///   - apiPort: the port of the simulated API in a new configuration.
    /// - Throws: `CommandFailure` when it cannot be used.
    init(path: String, rulesPath: String, apiPort: Int) throws {
        let folder = URL(filePath: path, directoryHint: .isDirectory).absoluteURL
        configurationPath = folder.appending(path: "replybot.yaml").path
        isNew = !FileManager.default.fileExists(atPath: configurationPath)
        do {
            if isNew {
                let rules = URL(filePath: rulesPath).absoluteURL.path
                try SimulationFolder.create(folder, keys: try .generate(), rulesPath: rules, apiPort: apiPort)
            }
            keys = try SimulationFolder.read(folder)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(
                "模拟目录 \(path) 不能使用：\(error)。换一个目录，或删掉它重新生成",
                "the simulation folder \(path) cannot be used: \(error). Choose another one, or delete it"
            )
        }
    }

    /// Writes keys and configuration.
    ///
    /// - Throws: `CommandFailure` when the folder holds a configuration or a key, which may be an operator's own.
    static func create(_ folder: URL, keys: SimulationKeys, rulesPath: String, apiPort: Int) throws {
        try refuseExisting(in: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try writePrivate(try keys.application.exportedPEM(), to: folder.appending(path: "app-private.pem"))
        try writePrivate(try keys.platform.exportedPEM(), to: folder.appending(path: "platform-private.pem"))
        try writePrivate(try keys.stranger.exportedPEM(), to: folder.appending(path: "stranger-private.pem"))
        try Data(try keys.platform.publicKeyBase64().utf8).write(to: folder.appending(path: "alipay-public.txt"))
        let yaml = """
            # Throw-away keys of a simulation; nothing here is secret or connects to Alipay.
            alipay:
              app_id: "\(SimulationKeys.appID)"
              private_key_file: "\(folder.appending(path: "app-private.pem").path)"
              public_key_file: "\(folder.appending(path: "alipay-public.txt").path)"
              server_url: "http://127.0.0.1:\(apiPort)"
            rules:
              path: "\(rulesPath)"
            store:
              url: "sqlite:\(folder.appending(path: "replybot.db").path)"

            """
        try Data(yaml.utf8).write(to: folder.appending(path: "replybot.yaml"))
    }

    /// Refuses a folder with a file that would be overwritten.
    static func refuseExisting(in folder: URL) throws {
        let names = [
            "replybot.yaml", "app-private.pem", "platform-private.pem", "stranger-private.pem", "events.jsonl",
        ]
        for name in names where FileManager.default.fileExists(atPath: folder.appending(path: name).path) {
            throw CommandFailure(
                "\(folder.path) 里已有 \(name)，不会覆盖：换一个目录",
                "\(folder.path) already holds \(name), which is not overwritten: choose another folder"
            )
        }
    }

    private static func read(_ folder: URL) throws -> SimulationKeys {
        SimulationKeys(
            application: try key(folder.appending(path: "app-private.pem")),
            platform: try key(folder.appending(path: "platform-private.pem")),
            stranger: try key(folder.appending(path: "stranger-private.pem"))
        )
    }

    private static func key(_ file: URL) throws -> SigningKey {
        try SigningKey(String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }

    private static func writePrivate(_ text: String, to file: URL) throws {
        let isWritten = FileManager.default.createFile(
            atPath: file.path,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isWritten else { throw CocoaError(.fileWriteUnknown) }
    }
}

/// Throw-away keys of a simulation: the application's, Alipay's and a stranger's.
struct SimulationKeys: Sendable {
    /// The application's id in simulations.
    static let appID = "2021000000000001"

    let application: SigningKey
    let platform: SigningKey
    let stranger: SigningKey

    static func generate() throws -> SimulationKeys {
        SimulationKeys(
            application: try .generate(),
            platform: try .generate(),
            stranger: try .generate()
        )
    }

    /// The bot's side.
    func botIdentity() throws -> AlipayIdentity {
        let credentials = OpenAPICredentials(
            appID: SimulationKeys.appID,
            signingKey: application,
            mode: .key(try platform.verifyingKey())
        )
        return try AlipayIdentity(credentials: credentials, signType: .rsa2, handshakeForm: .withPublicKey)
    }

    /// Alipay's side.
    func simulatedPlatform(now: @escaping @Sendable () -> Date) throws -> SimulatedPlatform {
        SimulatedPlatform(
            SimulatedPlatform.Identity(
                appID: SimulationKeys.appID,
                applicationKey: try application.verifyingKey(),
                platformKey: platform,
                otherKey: stranger
            ),
            now: now
        )
    }

    /// Alipay's side towards the gateway.
    var sender: SimulatedSender {
        SimulatedSender(appID: SimulationKeys.appID, platformKey: platform, otherKey: stranger)
    }
}
