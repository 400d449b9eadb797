internal import AlipayClient
internal import ArgumentParser
internal import AsyncHTTPClient
internal import Foundation
internal import ReplyBot
internal import ReplyStore
internal import RuleEngine

/// Shows the whole bot at work, without keys and without network.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: say(
            "演示：不需要密钥和网络，本机上完整地走一遍签名、验签、匹配、发送。",
            "Demonstration: signature, verification, matching and delivery on this machine, no keys, no network."
        )
    )

    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp(say("规则文件或目录", "Rule file or folder"), valueName: "path"))
    var rules = "rules"

    @Option(
        help: ArgumentHelp(
            say("把密钥、配置和录制写入此目录，供 replay 使用", "Write keys, configuration and recording to this folder, for replay"),
            valueName: "dir"
        )
    )
    var output: String?

    func run() async throws {
        try await common.run {
            let ruleSet = try LoadedRules(path: rules).ruleSet()
            if let output {
                try SimulationFolder.refuseExisting(in: URL(filePath: output, directoryHint: .isDirectory).absoluteURL)
            }
            let folder = FileManager.default.temporaryDirectory.appending(path: "replybot-demo-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let keys = try SimulationKeys.generate()
            let storePath = folder.appending(path: "demo.db").path
            DemoReport.printHeader(rules)
            let configuration = HTTPTransport.configuration()
            let results = try await HTTPClient.withHTTPClient(configuration: configuration) { client in
                let run = DemoRun(
                    keys: keys,
                    rules: ruleSet,
                    rulesPath: rules,
                    storePath: storePath,
                    client: client,
                    report: DemoReport.print
                )
                return try await TimeLimit.run(seconds: 120) { try await run.play(DemoStep.all) }
            }
            if let output { try await write(to: output, keys: keys, recordedIn: storePath) }
            return conclude(results)
        }
    }

    private func conclude(_ results: [DemoResult]?) -> ExitStatus {
        guard let results else {
            Terminal.notice(say("演示没有在 120 秒内完成", "the demonstration did not finish in 120 seconds"))
            return .unable
        }
        let unexpected = results.filter { $0.outcome != $0.step.expected }
        Terminal.result(DemoReport.conclusion(results.count, unexpected: unexpected.map(\.number)))
        return unexpected.isEmpty ? .clean : .findings
    }

    private func write(to path: String, keys: SimulationKeys, recordedIn storePath: String) async throws {
        let folder = URL(filePath: path, directoryHint: .isDirectory).absoluteURL
        let rulesPath = URL(filePath: rules).absoluteURL.path
        try SimulationFolder.create(folder, keys: keys, rulesPath: rulesPath, apiPort: 8_090)
        let events = try await StoreOpening.openReadOnly(storePath).events(limit: 1_000)
        var lines = Data()
        for event in events {
            lines += Data("\(RecordedLine(event).json())\n".utf8)
        }
        try lines.write(to: folder.appending(path: "events.jsonl"))
        Terminal.notice(
            say(
                "录制了 \(events.count) 个请求。重放：replybot replay \(path)/events.jsonl --config \(path)/replybot.yaml",
                "\(events.count) requests recorded. Replay: replybot replay \(path)/events.jsonl --config \(path)/replybot.yaml"
            )
        )
    }
}
