import Foundation
import OperatorText
import RuleAuthoring
import RuleEngine
import RuleTestSupport
import TestSupport
import Testing

@testable import Evidence

/// What operators and programs read of a diff; `UPDATE_GOLDEN=1` records the formats anew.
@Suite(.timeLimit(.minutes(5)), .watched)
struct DiffReportTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/diff")

    static let old = """
        version: 1
        rules:
          - id: 退款
            match: [退款, 退货]
            reply: 一般 1-3 天退回。
            cooldown: 60s
          - id: 问候
            match: [你好, 在吗]
            reply: 您好！
          - id: 人工
            match: [人工]
            reply: 请稍候。
            handoff: {for: 10m}
        fallback:
          reply: 没听懂。

        """
    static let new = old.replacing("match: [退款, 退货]", with: "match: [退款]")
        .replacing("match: [你好, 在吗]", with: "match: [你好]").replacing("您好！", with: "您好，请说。")
        .replacing(
            "  - id: 问候",
            with: "  - id: 退货\n    match: [退货]\n    reply: 转给售后 <1>。\n    handoff: {for: 30m}\n  - id: 退款进度\n"
                + "    match: [退款到哪了, 进度]\n    reply: 请发单号。\n  - id: 问候"
        )

    static func side(_ name: String, _ yaml: String) throws -> DiffSide {
        let result = RuleLoader.load([SourceFile(path: "\(name)/rules.yaml", bytes: Array(yaml.utf8))])
        return DiffSide(name: name, rules: try #require(result.ruleSet), sources: result.sources)
    }

    /// The talk of four followers, after a first event that lies far enough back to leave no doubt.
    static func traffic() -> [TrafficEntry] {
        let lines: [(user: Int, second: Int, text: String)] = [
            (9, 0, "哈"), (1, 90_000, "退款到哪了"), (2, 90_010, "在吗"), (1, 90_060, "查进度"), (3, 90_100, "我要退货 87654321"),
            (2, 90_130, "人工"), (3, 90_200, "<b>在吗</b> | @all"), (4, 90_300, "你好"), (4, 90_400, "退款到哪了"),
            (4, 91_400, "进度"),
            (1, 180_000, "在吗"), (1, 180_100, "人工"), (2, 180_200, "退款到哪了"),
        ]
        return lines.enumerated()
            .map { index, line in
                let key = FollowerKey(account: GeneratedTraffic.account, user: "208800000000000\(line.user)")
                let event = RuleEvent(.text(line.text), userID: key.user, messageID: "m\(index)")
                return TrafficEntry(
                    number: index + 1,
                    at: GeneratedTraffic.began + TimeInterval(line.second),
                    action: .event(
                        TrafficEvent(
                            follower: key,
                            key: EventKey(digest: Array(repeating: UInt8(index), count: 16)),
                            isStale: false,
                            event: event
                        )
                    )
                )
            }
    }

    static func result(_ old: DiffSide, _ new: DiffSide, _ options: RuleDiff.Options = .init()) -> DiffResult {
        var diff = RuleDiff(old: old, new: new, options: options)
        for entry in traffic() { diff.take(entry) }
        return diff.finish()
    }

    static func proof(view: DiffView = DiffView()) throws -> ProofReport {
        let (old, new) = (try side("old", Self.old), try side("new", Self.new))
        let result = BehaviourProof(old: old.rules, new: new.rules).result()
        return ProofReport(old: old, new: new, result: result, failing: [.lost], view: view)
    }

    private static func report(view: DiffView = DiffView(), proof: ProofReport? = nil) throws -> DiffReport {
        let (old, new) = (try side("old", Self.old), try side("new", Self.new))
        let result = result(old, new)
        var gates = DiffGates()
        gates.failing = [.lost]
        gates.mostChanged = DiffGates.Limit("50%")
        gates.expectations = try DiffExpectation.read(
            SourceText(path: "expect.yaml", text: "退款进度: {at_least: 2, at_most: 3}\n退货: {exactly: 5}\n"),
            old: old.rules,
            new: new.rules
        )
        return DiffReport(
            old: old,
            new: new,
            events: "events.jsonl",
            result: result,
            verdicts: gates.verdicts(on: result),
            view: view,
            users: result.users.map { .init(name: "2088****\($0.follower.user.suffix(4))", counts: $0.counts) },
            proof: proof
        )
    }

    static let formats = ["txt", "json", "junit.xml", "md", "html"]

    @Test(arguments: formats, OperatorLanguage.allCases)
    func `each format is as recorded, in both languages`(format: String, language: OperatorLanguage) throws {
        var view = DiffView()
        if format == "txt" { view.grouping = language == .chinese ? .user : .day }
        let report = try Self.report(view: view)
        let text =
            switch format {
            case "txt": report.text(language) + "\n"
            case "json": try report.json() + "\n"
            case "junit.xml": report.junit(language) + "\n"
            case "md": report.markdown(language) + "\n"
            default: report.html(language)
            }
        try Self.expect(text, "report.\(language.rawValue).\(format)")
    }

    private static func expect(_ text: String, _ name: String) throws {
        let file = folder.appending(path: name)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test(arguments: formats, OperatorLanguage.allCases)
    func `a proof alone is as recorded in each format, in both languages`(
        format: String,
        language: OperatorLanguage
    ) throws {
        let proof = try Self.proof()
        let text =
            switch format {
            case "txt": proof.text(language) + "\n"
            case "json": try proof.json() + "\n"
            case "junit.xml": proof.junit(language) + "\n"
            case "md": proof.markdown(language) + "\n"
            default: proof.html(language)
            }
        try Self.expect(text, "proof.\(language.rawValue).\(format)")
    }

    @Test(arguments: OperatorLanguage.allCases)
    func `a report with a proof has it as a section, and its gate, in each format`(language: OperatorLanguage) throws {
        let (proof, gate) = (try Self.proof(), "--fail-on lost (--prove)")
        let report = try Self.report(proof: proof)
        let (sentence, kind) = (proof.result.closing(), try #require(proof.changes.first { $0.kind == .lost }))
        let text = report.text(language)
        #expect(text.contains(sentence[language]) && text.contains(gate))
        #expect(text.hasSuffix("\n" + report.machineLine), "the last line is that of the events")
        let markdown = report.markdown(language)
        #expect(markdown.contains("#### \(ProofReport.title[language])") && markdown.contains(kind.phrase[language]))
        let page = report.html(language)
        #expect(page.contains(">\(sentence.chinese)<") && page.contains(">\(sentence.english)<") && page.contains(gate))
        let junit = report.junit(language)
        // Four gates on events, one on the proof, a case for each kind, and the closing sentence.
        #expect(junit.contains("tests=\"\(report.verdicts.count + proof.changes.count + 1)\""))
        let failures = report.verdicts.count { !$0.isPassed } + proof.changes.count { $0.kind == .lost }
        #expect(
            junit.contains("failures=\"\(failures)\"")
                && junit.components(separatedBy: "<failure").count == failures + 1
        )
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(report.json().utf8)) as? [String: Any]
        )
        let section = try #require(document["proof"] as? [String: Any])
        #expect(section["verdict"] as? String == "proved")
        #expect((section["kinds"] as? [Any])?.count == proof.changes.count)
        #expect(try Self.report().json().contains("\"proof\"") == false)
    }

    @Test func `the gates of a proof count kinds, also those that only may differ`() throws {
        let (old, new) = (try Self.side("old", Self.old), try Self.side("new", Self.new))
        let proved = BehaviourProof(old: old.rules, new: new.rules).result()
        let open = ProvedKind(old: .fallback, new: .fallback, witness: nil, isShortest: false)
        func result(_ verdict: ProofResult.Verdict) -> ProofResult {
            ProofResult(kinds: [open], settings: [], verdict: verdict, pairCount: 1, stateCount: 1)
        }
        func failed(_ result: ProofResult) -> [String] {
            ProofReport(old: old, new: new, result: result, failing: DiffGates.Class.allCases).verdicts
                .filter { !$0.isPassed }.map { $0.name.split(separator: " ")[1].description }
        }
        #expect(failed(proved) == ["lost", "gained", "changed", "text", "person", "any"])
        #expect(failed(result(.proved)) == ["unknown", "any"])
        #expect(result(.proved).closing().english.hasPrefix("1 kind of message may change; for every other message"))
        let none = ProofResult(kinds: [], settings: [], verdict: .proved, pairCount: 0, stateCount: 0)
        #expect(failed(none) == [])
        let sampled = ProofResult(
            kinds: [],
            settings: [],
            verdict: .sampled(messages: 1, cutSearches: 1),
            pairCount: 0,
            stateCount: 0
        )
        #expect(failed(sampled) == ["unknown", "any"], "beyond the bounds nothing is certain")
    }

    @Test func `a view shows the kinds of a class or of a rule, and changes no gate of the proof`() throws {
        var view = DiffView()
        view.only = [.gained]
        let gained = try Self.proof(view: view)
        #expect(!gained.changes.isEmpty && gained.changes.allSatisfy { $0.kind == .gained })
        view = DiffView()
        view.rule = "退货"
        let rule = try Self.proof(view: view)
        #expect(
            !rule.changes.isEmpty
                && rule.changes.allSatisfy { [$0.proved.old.ruleID, $0.proved.new.ruleID].contains("退货") }
        )
        let whole = try Self.proof()
        #expect(whole.changes.count > rule.changes.count)
        for report in [gained, rule] {
            #expect(report.verdicts == whole.verdicts && report.machineLine == whole.machineLine)
        }
    }

    @Test(arguments: [20, 40, 60, 80, 120], OperatorLanguage.allCases)
    func `no line but the last is wider than the terminal, and no word is lost`(
        columns: Int,
        language: OperatorLanguage
    ) throws {
        var view = DiffView()
        view.samples = 2
        let report = try Self.report(view: view, proof: try Self.proof())
        let narrow = report.text(language, columns: columns)
        for line in narrow.split(separator: "\n").dropLast() where line.contains(" ") {
            // One word may be longer than the terminal.
            let isOneWord = !line.drop { $0 == " " }.contains(" ")
            #expect(DisplayWidth.cells(String(line)) <= columns || isOneWord, "\(line)")
        }
        let words: (String) -> Set<Character> = { Set($0.filter { $0.isNumber || $0 > "\u{2E80}" }) }
        #expect(words(narrow) == words(report.text(language)))
        #expect(narrow.hasSuffix("\n" + report.machineLine))
    }

    @Test func `the last line adds up to all events`() throws {
        let line = try Self.report().machineLine
        let numbers = line.split(separator: " ").compactMap { $0.split(separator: "=").last.flatMap { Int($0) } }
        #expect(numbers.count == 6)
        #expect(numbers.dropLast().reduce(0, +) == numbers.last)
    }

    @Test func `the same files on both sides differ nowhere and leave nothing unknown`() throws {
        let result = Self.result(try Self.side("a", Self.old), try Self.side("b", Self.old))
        #expect(result.counts.same == 13)
        #expect(result.counts.total == 13)
    }

    @Test func `events outside of the time are simulated and not counted`() throws {
        let (old, new) = (try Self.side("old", Self.old), try Self.side("new", Self.new))
        var options = RuleDiff.Options()
        options.since = GeneratedTraffic.began + 90_050
        options.until = GeneratedTraffic.began + 90_350
        let result = Self.result(old, new, options)
        #expect(result.counts.total == 5)
        // The refund question of before still cools on the old side when the second one comes.
        #expect(result.pairs.contains { $0.pair.name == "gained: fallback > 退款进度" && $0.events == 1 })
    }

    @Test func `what is shown can be narrowed, and the gates are still about everything`() throws {
        var view = DiffView()
        view.only = [.lost]
        let lost = try Self.report(view: view)
        #expect(lost.pairs.map(\.pair.kind) == [.lost])
        view.only = []
        view.rule = "退款进度"
        let some = try Self.report(view: view)
        #expect(some.pairs.allSatisfy { $0.pair.involves("退款进度") } && !some.pairs.isEmpty)
        #expect(some.machineLine == lost.machineLine)
        #expect(some.verdicts == lost.verdicts)
    }

    @Test(arguments: [
        ("0", 0, true), ("0", 1, false), ("2%", 2, true), ("2%", 3, false), ("1.5%", 1, true), ("1.5%", 2, false),
    ])
    func `a limit counts events, or a share of all of them`(text: String, lost: Int, isPassed: Bool) throws {
        var gates = DiffGates()
        gates.mostLost = DiffGates.Limit(text)
        var result = DiffResult()
        for _ in 0..<lost { result.counts.add(.lost, isKnown: true) }
        for _ in lost..<100 { result.counts.add(nil, isKnown: true) }
        #expect(gates.verdicts(on: result).map(\.isPassed) == [isPassed])
    }

    @Test(arguments: ["", "-1", "2 %", "%", "101%", "1e3", "٣", "nan%", "x"])
    func `what is no limit is refused`(text: String) {
        #expect(DiffGates.Limit(text) == nil)
    }

    @Test func `every word of --fail-on finds its changes, and no others`() throws {
        let words: [(DiffGates.Class, [ChangeKind])] = [
            (.lost, [.lost]), (.gained, [.gained]), (.text, [.text]), (.person, [.person]), (.silent, [.silent]),
            (.changed, [.text, .person, .silent, .changed]), (.any, ChangeKind.allCases), (.unknown, []),
        ]
        for (word, kinds) in words {
            for kind in ChangeKind.allCases {
                var (gates, result) = (DiffGates(), DiffResult())
                gates.failing = [word]
                result.counts.add(kind, isKnown: true)
                #expect(gates.verdicts(on: result)[0].isPassed == !kinds.contains(kind), "\(word) \(kind)")
            }
            var (gates, result) = (DiffGates(), DiffResult())
            gates.failing = [word]
            result.counts.add(.lost, isKnown: false)
            #expect(gates.verdicts(on: result)[0].isPassed == ![.unknown, .any].contains(word), "\(word)")
        }
    }

    @Test(arguments: [
        ("退款进渡: {exactly: 1}", "expect.yaml:1:1: neither side has a rule “退款进渡”; did you mean “退款进度”?"),
        ("退款: 3", "expect.yaml:1:5: write “rule: {exactly: 3}”, or at_least, at_most"),
        ("退款: {exactly: -3}", "expect.yaml:1:15: write “rule: {exactly: 3}”, or at_least, at_most"),
        ("退款: {exact: 3}", "expect.yaml:1:6: write “rule: {exactly: 3}”, or at_least, at_most"),
        ("退款: {exactly: 1}\n退款: {exactly: 2}", "expect.yaml:2:1: this rule is written twice"),
        ("", "expect.yaml:1:1: write “rule: {exactly: 3}”, or at_least, at_most"),
    ])
    func `a fault in a file of expectations has its place and remedy`(yaml: String, fault: String) throws {
        let (old, new) = (try Self.side("old", Self.old), try Self.side("new", Self.new))
        let error = #expect(throws: DiffExpectation.Fault.self) {
            try DiffExpectation.read(SourceText(path: "expect.yaml", text: yaml), old: old.rules, new: new.rules)
        }
        #expect(error?.text(.english) == fault)
    }

    @Test func `a text of a follower is no markup in any format`() throws {
        let report = try Self.report()
        #expect(!report.html(.chinese).contains("<b>"))
        #expect(!report.junit(.chinese).contains("<b>"))
        let markdown = report.markdown(.chinese)
        #expect(markdown.contains("&lt;b&gt;在吗&lt;/b&gt; \\| &#64;all"))
    }

    @Test func `written tests pass on the new rules, fail on the old ones, and hold no long number`() throws {
        let report = try Self.report()
        let tests = report.ruleTests(rulesPath: "rules.yaml")
        let yaml = try #require(tests.yaml(.chinese))
        #expect(tests.tests.count >= 4)
        #expect(!yaml.contains("87654321") && yaml.contains("12345678"))
        let folder = FileManager.default.temporaryDirectory.appending(path: "diff-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try yaml.write(to: folder.appending(path: "diff_test.yaml"), atomically: true, encoding: .utf8)
        for (rules, isNew) in [(Self.new, true), (Self.old, false)] {
            try rules.write(to: folder.appending(path: "rules.yaml"), atomically: true, encoding: .utf8)
            let loaded = try RuleTestSuite.load(path: folder.appending(path: "diff_test.yaml").path)
            let suite = try #require(loaded.first?.suite, "\(loaded.first?.diagnostics.map(\.message.english) ?? [])")
            let run = suite.run()
            #expect(run.results.count == tests.tests.count)
            #expect(run.failureCount == (isNew ? 0 : tests.tests.count), "\(run.render(.english))")
        }
    }
}
