import AlipayClient
import AlipaySimulator
import Foundation
import Logging
import OperatorText
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// Reloading keys, and the warnings of loading them.
@Suite(.timeLimit(.minutes(5)), .watched)
struct KeyReloadTests {
    /// Settings whose private key is a file with this mode.
    private static func source(
        _ folder: URL,
        mode: Int = 0o600,
        changes: [String: String] = [:]
    ) throws -> ConfigurationSource {
        let keys = try TestWorld.keys.get()
        let file = folder.appending(path: "own.pem")
        try Data(try keys.application.exportedPEM().utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        let environment = [
            "ALIPAY_APP_ID": SimulationKeys.appID, "ALIPAY_PRIVATE_KEY_FILE": file.path,
            "ALIPAY_PUBLIC_KEY": try keys.platform.publicKeyBase64(),
        ]
        return ConfigurationSource(environment: environment.merging(changes) { $1 })
    }

    @Test(arguments: [
        (0o600, false), (0o400, false), (0o700, false), (0o640, true), (0o644, true), (0o604, true), (0o660, true),
        (0o602, true),
    ])
    func `a private key that others can get at is warned of`(mode: Int, isWarned: Bool) async throws {
        try await withTemporaryFolder { folder in
            let loaded = try Self.source(folder, mode: mode).load(now: TestWorld.start)
            #expect(loaded.warnings.count == (isWarned ? 1 : 0))
            guard isWarned, let warning = loaded.warnings.first else { return }
            let file = folder.appending(path: "own.pem").path
            for text in [warning.chinese, warning.english] {
                #expect(text.contains("chmod 600 \(file)") && text.contains("0" + String(mode, radix: 8)))
            }
        }
    }

    @Test func `the mode that counts is the file's behind a link`() async throws {
        try await withTemporaryFolder { folder in
            let link = folder.appending(path: "link.pem")
            try FileManager.default.createSymbolicLink(
                at: link,
                withDestinationURL: folder.appending(path: "own.pem")
            )
            let changes = ["ALIPAY_PRIVATE_KEY_FILE": link.path]
            #expect(try Self.source(folder, changes: changes).load(now: TestWorld.start).warnings.isEmpty)
            let open = try Self.source(folder, mode: 0o644, changes: changes).load(now: TestWorld.start)
            #expect(open.warnings.count == 1)
        }
    }

    @Test(
        arguments: [
            ([:], true, "keys and certificates were read again"),
            (["ALIPAY_APP_ID": "2021000000000002"], false, "alipay.app_id"),
            (["ALIPAY_PUBLIC_KEY": "AAAA"], false, "alipay.public_key"),
            (["HTTP_PORT": "x"], false, "http.port"),
        ] as [([String: String], Bool, String)]
    )
    func `keys are replaced by good settings only`(
        changes: [String: String],
        isReplaced: Bool,
        line: String
    ) async throws {
        try await withTemporaryFolder { folder in
            let keys = try TestWorld.keys.get()
            let old = SimulationKeys(application: keys.stranger, platform: keys.platform, stranger: keys.stranger)
            let current = CurrentKeys(try old.botIdentity())
            let logs = LogCollection()
            let reloader = KeyReloader(
                source: try Self.source(folder, changes: changes),
                appID: SimulationKeys.appID,
                keys: current,
                clock: ManualClock(TestWorld.start),
                logger: logs.logger(level: .info),
                metrics: BotMetrics()
            )
            await reloader.reload()
            let own = try current.current.credentials.signingKey.publicKeyBase64()
            #expect(try own == (isReplaced ? keys.application : keys.stranger).publicKeyBase64())
            #expect(logs.lines.contains { $0.contains(line) }, "\(logs.lines)")
            #expect(!logs.lines.contains { $0.contains("MII") || $0.contains("AAAA") })
        }
    }

    @Test func `a configuration file that was broken meanwhile is named with its place, and not quoted`() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "replybot.yaml")
            let logs = LogCollection()
            var source = try Self.source(folder)
            source.path = file.path
            let reloader = KeyReloader(
                source: source,
                appID: SimulationKeys.appID,
                keys: CurrentKeys(try TestWorld.keys.get().botIdentity()),
                clock: ManualClock(TestWorld.start),
                logger: logs.logger(level: .trace),
                metrics: BotMetrics()
            )
            try Data("alipay:\n  encrypt_key: canary1\n  encrypt_key: canary2\n".utf8).write(to: file)
            await reloader.reload()
            try Data("alipay:\n  encrypt_key: \"canary3\n".utf8).write(to: file)
            await reloader.reload()
            #expect(logs.lines.contains { $0.contains("\(file.path):3:3: error[CF002]") })
            #expect(logs.lines.contains { $0.contains("\(file.path):2:3: error[CF003]") })
            #expect(logs.lines.allSatisfy { !$0.contains("canary") && $0.contains("the old keys stay in use") })
        }
    }
}
