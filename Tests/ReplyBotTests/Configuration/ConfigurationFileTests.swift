import Foundation
import OperatorText
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// The findings in a wrong `replybot.yaml`.
///
/// Every file of `WrongSettings` has the mistake in its name, and its findings are recorded beside it.
/// `UPDATE_GOLDEN=1` records anew.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ConfigurationFileTests {
    private static let folder = Repository.root.appending(path: "Tests/ReplyBotTests/WrongSettings")

    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }.sorted()
    }

    /// All findings in a content, in one language.
    static func report(_ bytes: [UInt8], _ language: OperatorLanguage) -> String {
        let file = ConfigurationFile(path: "replybot.yaml", bytes: bytes)
        var reader = ConfigurationReader(flags: [:], environment: EnvironmentSettings([:]), file: file)
        if file.isReadable {
            let configuration = BotConfiguration(&reader)
            _ = KeyLoader(configuration.alipay, now: TestWorld.start).load(&reader)
        }
        let sentences = reader.problems + (reader.hasProblems ? [] : reader.missing) + reader.warnings
        return (reader.findings.rendered(language) + sentences.map { $0[language] }).joined(separator: "\n\n") + "\n"
    }

    @Test(arguments: try names(), OperatorLanguage.allCases)
    func `a wrong file is explained as recorded`(name: String, language: OperatorLanguage) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
        let text = Self.report(bytes, language)
        let golden = Self.folder.appending(path: "\(name.dropLast(5)).expected.\(language.rawValue).txt")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try text.write(to: golden, atomically: true, encoding: .utf8)
        }
        #expect(text == (try String(contentsOf: golden, encoding: .utf8)))
        #expect(!text.contains("secret"), "\(name)")
    }

    @Test func `every code has a file that causes it, and a line in the manual`() throws {
        let explained = try Self.names()
            .map { [UInt8](try Data(contentsOf: Self.folder.appending(path: $0))) }
            .map { Self.report($0, .english) }.joined()
        let manual = try String(contentsOf: Repository.root.appending(path: "docs/operating.md"), encoding: .utf8)
        for number in 1...7 {
            #expect(explained.contains("error[CF00\(number)]"))
            #expect(manual.contains("| `CF00\(number)` |"))
        }
        #expect(try Self.names().count >= 40)
    }

    @Test func `every error of a file is told at once`() throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: "many.yaml")))
        let text = Self.report(bytes, .english)
        #expect(text.components(separatedBy: "error[").count - 1 == 13)
    }

    @Test(arguments: ["README.md", "README.zh-CN.md", "docs/operating.md"])
    func `the example of the manual is right`(page: String) throws {
        let text = try String(contentsOf: Repository.root.appending(path: page), encoding: .utf8)
        let examples = text.components(separatedBy: "```yaml\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
            .map { $0.replacing("\n   ", with: "\n") }.filter { $0.contains("app_id:") }
        #expect(examples.count == 1)
        for example in examples {
            let yaml = example.hasPrefix("   ") ? String(example.dropFirst(3)) : example
            let file = ConfigurationFile(path: "replybot.yaml", bytes: Array(yaml.utf8))
            #expect(file.isReadable && file.findings.isEmpty, "\(file.findings.headlines.map(\.english))")
            #expect(file.values.count == 7)
        }
    }

    @Test func `the manual has every setting, by its name in the environment too, and no other`() throws {
        let page = try String(contentsOf: Repository.root.appending(path: "docs/operating.md"), encoding: .utf8)
        let rows = page.components(separatedBy: "\n").filter { $0.hasPrefix("| `") && $0.contains("| `REPLYBOT_") }
        for setting in Setting.allCases {
            let row = rows.first { $0.hasPrefix("| `\(setting.rawValue)` ") }
            #expect(row?.hasSuffix("| `\(setting.environmentName)` |") == true, "\(setting.rawValue)")
        }
        #expect(rows.count == Setting.allCases.count)
    }

    /// A key, and its probable meaning.
    static let meanings: [(key: String, section: String?, meant: String?)] = [
        ("prot", "http", "http.port"), ("Port", "http", "http.port"),
        ("maxConnections", "http", "http.max_connections"),
        ("appid", "alipay", "alipay.app_id"), ("appId", "alipay", "alipay.app_id"), ("app-id", nil, "alipay.app_id"),
        ("retenton", "store", "store.retention"), ("servr", nil, "alipay.server_url"),
        ("server", nil, "alipay.server_url"),
        ("htpp", nil, "http"), ("HTTP", nil, "http"), ("http.port", nil, "http.port"), ("http_port", nil, "http.port"),
        ("HTTP_PORT", nil, "http.port"), ("storeUrl", nil, "store.url"), ("retention", nil, "store.retention"),
        ("retention", "http", "store.retention"), ("private_key_fil", "alipay", "alipay.private_key_file"),
        ("frobnicate", nil, nil), ("201510BBaabdb44d8fd04607abf8d5931ec75D84", "alipay", nil),
        (String(repeating: "x", count: 500), nil, nil),
    ]

    @Test(arguments: meanings)
    func `a wrong key is understood`(key: String, section: String?, meant: String?) {
        let found: String? =
            switch SettingSearch.meaning(of: key, in: section) {
            case .section(let name)?: name
            case .setting(let setting)?: setting.rawValue
            case nil: nil
            }
        #expect(found == meant)
    }

    @Test(arguments: [
        ("replybot.yaml", "keys/a.pem"), ("/etc/replybot/replybot.yaml", "/etc/replybot/keys/a.pem"),
        ("conf/x.yaml", "conf/keys/a.pem"),
    ])
    func `a relative path counts from the folder of the file`(path: String, resolved: String) {
        let file = ConfigurationFile(path: path, bytes: Array("rules: {path: x}\n".utf8))
        #expect(file.resolved("keys/a.pem") == resolved)
        #expect(file.resolved("/a.pem") == "/a.pem")
    }
}
