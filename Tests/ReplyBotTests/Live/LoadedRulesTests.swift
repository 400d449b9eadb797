import Foundation
import Logging
import OperatorText
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

@Suite(.timeLimit(.minutes(5)), .watched)
struct LoadedRulesTests {
    private static let yaml = """
        version: 1
        rules:
          - id: 甲
            match: {exact: [退款, 退 款]}
            reply: 好
            examples: [退款]
          - id: 乙
            match: {regex: '^\\d{8}$'}
            reply: 好
        """

    private static func lines(of yaml: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rules-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "rules.yaml")
        try yaml.write(to: file, atomically: true, encoding: .utf8)
        let logs = LogCollection()
        try LoadedRules(path: file.path).logFindings(to: logs.logger(level: .info), .english)
        return logs.lines.map { $0.replacingOccurrences(of: folder.path + "/", with: "") }
    }

    @Test func `a running bot's log has place, code and sentence of every warning, and nothing more`() throws {
        let lines = try Self.lines(of: Self.yaml)
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.hasPrefix("warning rule file finding ") && !$0.contains("\n") })
        #expect(lines.first?.contains("finding=rules.yaml:4:25: warning[RB202]: ") == true)
        #expect(lines.last?.contains("finding=rules.yaml:8:12: warning[RB105]: ") == true)
    }

    @Test func `rules without a finding are no line in the log`() throws {
        #expect(try Self.lines(of: "version: 1\nrules: [{id: 甲, match: [退款], reply: 好}]\n").isEmpty)
    }
}
