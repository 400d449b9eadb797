import Foundation
import OperatorText
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// A secret in each place where one belongs, or was pasted by mistake, of files that are broken in every way: no output of
/// the real binary holds any of it.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct SecretLeakTests {
    /// Texts that no message contains by chance: base64, hexadecimal digits, a token, and the lines of a PEM text.
    private static let secrets = [
        "Zq7XkPv0aWm3Ls9dRt2uYh==", "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "202611BBzqcanary0f4e8d2cX84",
    ]
    private static let pemLine = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQzqcanary+/x"

    static let keys = Setting.allCases.filter { [.privateKey, .encryptKey, .appAuthToken, .publicKey].contains($0) }

    /// A file with a secret `§`, or a line `¶` of a PEM text, as the value of `KEY`, broken in one way.
    static let breakages: [String] = [
        "KEY: §\nKEY: §", "KEY: §\n  unknown: §", "KEY: §\n  §: x", "§: KEY", "KEY: §\n\tapp_id: §", "KEY:§", "KEY： §",
        "KEY:§\n  app_id: \"1\"", "KEY： §\n  app_id: \"1\"", "KEY: \"§", "KEY: '§", "KEY: '§\n  app_id: \"1\"",
        "KEY: [§", "KEY: [§]", "KEY: {§", "KEY: {§}", "KEY: {§: §}", "KEY: {§: §, §: §}", "KEY: !§", "KEY: !§ x",
        "KEY: &§ §",
        "KEY: *§", "KEY: &a §\n  app_auth_token: *a", "KEY: @§", "KEY: `§", "KEY: %§", "KEY: |\n  §", "KEY: |\n§",
        "KEY: |§",
        "KEY: >§", "KEY: §: §", "KEY: §\n   app_id: §", "KEY: §\n app_id: §", "KEY:\n    §\n    - §", "KEY: - §",
        "? §\n  : §", "? [§]\n  : §", "KEY: \"\\q §\"", "KEY: \"\\e§\"", "KEY: \"\\x0g§\"", "KEY: §\n---\nalipay: §",
        "KEY: §\n<<<<<<< §\n  KEY: §\n=======\n>>>>>>> §", "KEY: §\n}", "<<: §", "<<: {KEY: §}",
        "KEY: -----BEGIN PRIVATE KEY-----\n  ¶\n  ¶\n  -----END PRIVATE KEY-----\n  sign_type: RSA2",
        "KEY: |\n  -----BEGIN PRIVATE KEY-----\n  ¶\n  -----END PRIVATE KEY-----",
        "KEY:\n    -----BEGIN RSA PRIVATE KEY-----\n    Proc-Type: 4,§\n    DEK-Info: §\n\n    ¶",
        "KEY: |\n    -----BEGIN PRIVATE KEY-----\n    ¶\n    ¶\n    -----END PRIVATE KEY-----\n  KEY: §",
        "app_id: §", "sign_type: §", "handshake: §", "max_event_age: §", "server_url: https://u:§@h", "server_url: §",
        "server_url: https://openapi.alipay.com/§", "private_key_file: §", "private_key_file: |\n    ¶\n    ¶",
        "public_key_file: §", "cert_files: [§]", "app_cert_file: §\n  cert_files: [§, ¶]\n  root_cert_file: §",
        "allow_weak_key: §", "KEY_file: §\n  KEY: §",
    ]

    private static func texts(_ breakage: String, _ setting: Setting) -> [String] {
        secrets.flatMap { secret -> [String] in
            let body = breakage.replacing("KEY", with: setting.name)
                .replacing("§", with: secret).replacing("¶", with: pemLine)
            return ["alipay:\n  \(body)\n", "http: {port: \(secret)}\nalipay:\n  \(body)\n"]
        }
    }

    /// Whether a text holds a piece of a secret, of ten characters or more.
    private static func leak(in text: String) -> String? {
        (secrets + [pemLine]).lazy
            .flatMap { secret in
                (0...(secret.count - 10)).map { start in String(secret.dropFirst(start).prefix(10)) }
            }
            .first { text.contains($0) }
    }

    @Test(arguments: keys)
    func `no message about a broken file holds a piece of a secret`(setting: Setting) {
        for breakage in Self.breakages {
            for text in Self.texts(breakage, setting) {
                #expect(Self.leak(in: text) != nil, "the fixture lacks its secret: \(breakage)")
                let report =
                    ConfigurationFileTests.report(Array(text.utf8), .english)
                    + ConfigurationFileTests.report(Array(text.utf8), .chinese)
                #expect(report.contains("replybot.yaml:") || report.contains("missing"), "\(breakage)")
                #expect(Self.leak(in: report) == nil, "\(breakage)\n\(report)")
            }
        }
    }

    @Test(arguments: breakages)
    func `no output of the real binary holds a piece of a secret`(breakage: String) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "replybot.yaml")
            let number = Self.breakages.firstIndex(of: breakage) ?? 0
            for setting in Self.keys {
                let texts = Self.texts(breakage, setting)
                let text = texts[number % texts.count]
                try Data(text.utf8).write(to: file)
                let outcome = try await BotProcess.run(
                    ["serve", "--config", file.path],
                    environment: ["REPLYBOT_STORE_URL": "sqlite:\(folder.appending(path: "b.db").path)"]
                )
                #expect(outcome.status == 2, "\(outcome)")
                #expect(Self.leak(in: outcome.output + outcome.errors) == nil, "\(text)\n\(outcome)")
            }
        }
    }

    /// Files that are refused before YAML is read.
    @Test func `no message about bytes that are no text holds a piece of a secret`() async throws {
        let text = "alipay:\n  private_key: \(Self.pemLine)\n  encrypt_key: \(Self.secrets[0])\n"
        let contents: [Data] = try [
            Data(text.utf8) + [0xD6, 0xA7], Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8),
            #require(text.data(using: .utf16)), Data(text.utf8) + [0], Data(text.utf8) + [8],
            Data(text.utf8) + Data(count: 2 << 20), Data(Self.secrets[0].utf8), Data("- \(Self.secrets[0])".utf8),
            Data("[\(Self.secrets[0])".utf8), Data("\"\(Self.secrets[0])".utf8),
        ]
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "replybot.yaml")
            for content in contents {
                try content.write(to: file)
                for command in [["serve"], ["queue", "ls"], ["replay", "x.jsonl"], ["events", "export"]] {
                    let outcome = try await BotProcess.run(command + ["--config", file.path])
                    #expect(outcome.status == 2)
                    #expect(outcome.errors.contains("replybot.yaml:"))
                    #expect(Self.leak(in: outcome.output + outcome.errors) == nil, "\(outcome)")
                }
            }
        }
    }

    /// Places and files are no secrets, and are named in messages.
    private static let named: Set<Setting> = [.rulesPath, .storeURL, .httpHost, .consoleHost]

    @Test(arguments: Setting.allCases.filter { !named.contains($0) })
    func `no message about a variable holds its value`(setting: Setting) async throws {
        for secret in Self.secrets + [Self.pemLine, "\(Self.pemLine)\n\(Self.pemLine)"] {
            for name in [setting.environmentName, setting.shortEnvironmentName, setting.environmentName + "X"] {
                var environment = ["REPLYBOT_STORE_URL": "sqlite:/nowhere/b.db"]
                environment[name] = secret
                let outcome = try await BotProcess.run(["serve"], environment: environment)
                #expect(outcome.status == 2)
                #expect(Self.leak(in: outcome.output + outcome.errors) == nil, "\(outcome)")
            }
        }
    }
}
