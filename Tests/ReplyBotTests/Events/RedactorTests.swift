import Evidence
import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// Redaction takes out what identifies followers, and changes no decision.
@Suite(.timeLimit(.minutes(5)), .watched)
struct RedactorTests {
    private static let start = Date(timeIntervalSince1970: 1_770_688_800)
    private static let tester = "2088000000000001"

    private static let rules = TestRules.parse(
        """
        version: 1
        account: {testers: ["2088000000000001"]}
        limits: {per_minute: 0}
        rules:
          - {id: 退款, match: [退款, 退货], reply: 请发单号。, ask: {slot: 单号, for: 30m}}
          - id: 收单号
            when: {asked: 单号}
            match: {regex: '^(?<单号>[a-z]{0,2}\\d{8,15})$'}
            reply: "收到 {{单号}}"
          - {id: 手机, match: {regex: '1[3-9]\\d{9}'}, reply: 记下了。, cooldown: 60s}
          - {id: 热线, match: ["4008208820", "95588123"], reply: 这是我们的电话。}
          - {id: 人工, match: [人工], reply: 稍候。, handoff: {for: 5m}}
          - {id: 姓名, match: {regex: '我叫'}, reply: 您好。}
          - {id: 新, stage: test, match: [春节], reply: 满减。}
          - {id: 问候, match: {exact: [你好]}, pick: random, replies: [在, 您好]}
        fallback: {reply: 没明白。, cooldown: 60m}
        """
    )

    /// A conversation of several followers, drawn from a seed.
    private struct Traffic {
        var lines: [NumberedLine] = []
        var users: Set<String> = []
        var names: Set<String> = []
        var runs: Set<String> = []
    }

    private static func traffic(seed: UInt64, count: Int = 60) throws -> Traffic {
        var random = SeededGenerator(seed: seed)
        var traffic = Traffic()
        let users = (0..<5).map { _ in "2088" + digits(12, &random) } + [tester]
        traffic.users = Set(users.dropLast())
        for number in 1...count {
            let user = users.randomElement(using: &random) ?? tester
            let follower = FollowerKey(account: "2021000000000001", user: user)
            let at = start + Double(number) * Double.random(in: 1...40, using: &random)
            let line: RecordedLine
            if Int.random(in: 0..<15, using: &random) == 0 {
                let until = Bool.random(using: &random) ? at + 60 : nil
                line = .handoff(follower, until: until, received: at)
            } else {
                let text = text(of: user, &random, &traffic)
                let name = Bool.random(using: &random) ? "*" + (Self.given.randomElement(using: &random) ?? "伟") : nil
                let event = RuleEvent(.text(text), userID: user, messageID: "7:\(user):\(number)", userName: name)
                let key = try #require(EventKey(hex: String(format: "%032x", number)))
                let isStale = Int.random(in: 0..<20, using: &random) == 0
                line = .event(
                    TrafficEvent(follower: follower, key: key, isStale: isStale, event: event),
                    received: at
                )
            }
            traffic.lines.append(NumberedLine(number: number, line: line, bytes: []))
        }
        return traffic
    }

    private static let surnames = ["王", "李", "张", "陳", "欧"]
    private static let given = ["伟", "芳", "秀英", "敏", "麗"]

    private static func text(of user: String, _ random: inout SeededGenerator, _ traffic: inout Traffic) -> String {
        func name() -> String {
            let name =
                (surnames.dropLast().randomElement(using: &random) ?? "王")
                + (given.randomElement(using: &random) ?? "伟")
            traffic.names.insert(name)
            return name
        }
        func run(_ count: Int, _ prefix: String = "") -> String {
            let run = prefix + digits(count - prefix.count, &random)
            traffic.runs.insert(run)
            guard Int.random(in: 0..<3, using: &random) == 0 else { return run }
            // Full width.
            return String(String.UnicodeScalarView(run.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
        }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return "我要退款"
        case 1: return run(Int.random(in: 8...15, using: &random))
        case 2: return "SF" + run(12)
        case 3: return "电话" + run(11, "13") + "，谢谢"
        case 4: return "打 400-820-8820 没人接"
        case 5: return "人工"
        case 6: return "我叫" + name() + "，电话" + run(11, "15")
        case 7: return "春节"
        case 8: return "你好"
        case 9: return "收件人：" + name() + " " + run(6)
        case 10: return name() + "先生的订单12345号"
        default: return "我的号 " + user + " 退货"
        }
    }

    private static func digits(_ count: Int, _ random: inout SeededGenerator) -> String {
        (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
    }

    private static func redacted(
        _ lines: [NumberedLine],
        secret: UInt8 = 1,
        rules: RuleSet? = nil,
        keepsText: Bool = false
    ) throws -> (lines: [NumberedLine], redactor: Redactor) {
        var options = Redactor.Options()
        options.rules = rules
        options.keepsText = keepsText
        var redactor = Redactor(
            key: try RedactionKey(secret: Array(repeating: secret, count: 16)),
            options: options
        )
        let output = lines.compactMap { line in
            redactor.redact(line).map { NumberedLine(number: line.number, line: $0, bytes: []) }
        }
        return (output, redactor)
    }

    private static func outcomes(_ lines: [NumberedLine]) throws -> [String] {
        var simulation = TrafficSimulation(rules: try rules.get())
        let reader = TrafficReader()
        return try lines.compactMap { try reader.entry($0) }
            .map { entry in
                switch simulation.apply(entry) {
                case .decided(let decision, _): "\(decision.outcome) \(decision.messages.count)"
                case .undecided(let reason): "undecided \(reason)"
                case nil: "-"
                }
            }
    }

    @Test(arguments: UInt64(1)...40)
    func `a redacted recording decides as the original, and holds no id, name or run of it`(seed: UInt64) throws {
        let traffic = try Self.traffic(seed: seed)
        let (lines, redactor) = try Self.redacted(traffic.lines, rules: Self.rules.get())
        #expect(redactor.differences.isEmpty && redactor.count.compared > 0)
        #expect(lines.count == traffic.lines.count)
        #expect(try Self.outcomes(lines) == Self.outcomes(traffic.lines), "seed \(seed)")
        let folded = lines.map { $0.line.json().precomposedStringWithCompatibilityMapping }.joined(separator: "\n")
        for user in traffic.users { #expect(!folded.contains(user), "\(user), seed \(seed)") }
        for name in traffic.names { #expect(!folded.contains(name), "\(name), seed \(seed)") }
        for run in traffic.runs { #expect(!folded.contains(run), "\(run), seed \(seed)") }
        #expect(folded.contains("12345号"))
    }

    @Test(arguments: UInt64(1)...10)
    func `redaction keeps the shape of every text, and is the same for the same key`(seed: UInt64) throws {
        let traffic = try Self.traffic(seed: seed)
        let (once, _) = try Self.redacted(traffic.lines)
        #expect(try Self.redacted(traffic.lines).lines.map(\.line) == once.map(\.line))
        #expect(try Self.redacted(traffic.lines, secret: 2).lines.map(\.line) != once.map(\.line))
        for (original, other) in zip(traffic.lines, once) {
            guard case .event(let left, _) = original.line, case .event(let right, _) = other.line,
                case .text(let before) = left.event.content, case .text(let after) = right.event.content
            else { continue }
            #expect(before.unicodeScalars.map(Self.shape) == after.unicodeScalars.map(Self.shape), "\(before) \(after)")
            #expect(right.follower.user.count == 16 && right.follower.user.hasPrefix("2088"))
            #expect(left.event.userName?.count == right.event.userName?.count)
        }
    }

    private static func shape(_ scalar: Unicode.Scalar) -> String {
        if scalar.properties.generalCategory == .decimalNumber { return scalar.isASCII ? "0" : "０" }
        return scalar.properties.isIdeographic ? "字" : String(scalar)
    }

    @Test func `a follower, a number and a name keep their pseudonym through the file, inside texts too`() throws {
        let user = "2088102122458832"
        let texts = ["我的号2088102122458832", "13800138000", "再说一次 138-0013-8000", "我叫李明", "收件人李明"]
        let lines = try texts.enumerated().map { try Self.line($0 + 1, $1, user: user) }
        let (redacted, _) = try Self.redacted(lines)
        let others = redacted.compactMap(Self.text)
        let pseudonym = try #require(redacted.first.flatMap(Self.user))
        #expect(redacted.allSatisfy { Self.user($0) == pseudonym } && pseudonym != user)
        #expect(others[0] == "我的号" + pseudonym)
        #expect(others[2].filter { $0.isASCII && $0.isNumber } == others[1] && others[2].hasPrefix("再说一次 "))
        #expect(others[3].suffix(2) == others[4].suffix(2) && others[3].suffix(2) != "李明")
    }

    @Test func `pseudonyms of many followers are all different, and nobody keeps their own`() throws {
        let key = try RedactionKey(secret: Array(repeating: 3, count: 16))
        let users = (0..<3_000).map { "2088" + String(format: "%012d", $0) }
        let others = users.map { FollowerPseudonyms.pseudonym(of: $0, key) }
        #expect(Set(others).count == users.count && zip(users, others).allSatisfy { $0 != $1 })
        let all = (0..<1_000).map { key.digits([$0 / 100, $0 / 10 % 10, $0 % 10], label: "x") }
        #expect(Set(all).count == 1_000)
        for (number, digits) in all.enumerated() { #expect(digits.reduce(0) { $0 * 10 + $1 } != number) }
        #expect(FollowerPseudonyms.pseudonym(of: "u", key).hasPrefix("2089"))
    }

    @Test func `kept texts stay as they were, and the header says what was done`() throws {
        let lines = [try Self.line(1, "我叫李明 13800138000", user: Self.tester)]
        let (kept, redactor) = try Self.redacted(lines, keepsText: true)
        #expect(kept.compactMap(Self.text) == ["我叫李明 13800138000"])
        #expect(kept.compactMap(Self.user) != [Self.tester])
        guard case .redaction(let parts) = redactor.header else {
            Issue.record("no header")
            return
        }
        #expect(parts["texts"] == "kept" && parts["key"] == "random" && parts["decisions"] == "not compared")
        let (_, compared) = try Self.redacted(lines, rules: Self.rules.get())
        #expect(compared.header.json().contains("testers kept"))
    }

    @Test func `a difference that no other number avoids is reported with its line`() throws {
        let rules = TestRules.parse(
            "version: 1\nrules: [{id: 甲, match: {regex: '123456'}, reply: 好}]\nfallback: {reply: 没明白。}\n"
        )
        let lines = [
            try Self.line(1, "号码 987654", user: "2088102122458832"),
            try Self.line(2, "号码 123456", user: "2088102122458832"),
        ]
        let (_, redactor) = try Self.redacted(lines, rules: rules.get())
        #expect(redactor.count.different == 1)
        #expect(
            redactor.differences == [
                .init(line: 2, original: .replied(rule: "甲"), redacted: .replied(rule: "fallback"))
            ]
        )
    }

    @Test func `other numbers are tried where the first ones would change a decision`() throws {
        let rules = TestRules.parse(
            "version: 1\nlimits: {per_minute: 0}\nrules: [{id: 甲, match: {regex: '^13[5-9]'}, reply: 好}]\n"
        )
        let lines = try (0..<40)
            .map { try Self.line($0 + 1, "139\(String(format: "%08d", $0))", user: "2088102122458832") }
        let (redacted, redactor) = try Self.redacted(lines, rules: rules.get())
        #expect(redactor.count.different == 0 && redactor.count.compared == 40)
        #expect(redacted.compactMap(Self.text).allSatisfy { $0.hasPrefix("13") && $0.count == 11 })
    }

    @Test func `words that only look like names stay`() throws {
        for text in ["我是何时下单的", "我是来退货的", "先生你好", "订单 12345", "2026--02", "我要和客服聊"] {
            let (redacted, _) = try Self.redacted([try Self.line(1, text, user: "2088102122458832")])
            #expect(redacted.compactMap(Self.text) == [text])
        }
    }

    @Test func `a name beside a long number is replaced, and other words there stay`() throws {
        let key = try RedactionKey(secret: Array(repeating: 7, count: 32))
        let redactor = RedactedText(key: key, keptRuns: [])
        func redact(_ text: String) -> String { redactor.redact(text, names: [:], RedactedText.Variant.all[0]) }
        for text in ["李明 13812345678", "13812345678，王小明", "李明:13812345678", "收货 13812345678 张三"] {
            for name in ["李明", "王小明", "张三"] { #expect(!redact(text).contains(name), "\(text)") }
            #expect(redact(text).unicodeScalars.count == text.unicodeScalars.count)
        }
        #expect(redact("电话 13812345678").hasPrefix("电话 "))
        #expect(redact("李明要退货了 13812345678").hasPrefix("李明要退货了 "))
        #expect(redact("李明").hasPrefix("李明"))
        #expect(redact("单号 13812345678 查一下退款").hasSuffix(" 查一下退款"))
    }

    @Test func `digits of every script and with joints are one run`() {
        func runs(_ text: String) -> [[Int]] { DigitRun.all(in: Array(text.unicodeScalars)).map(\.digits) }
        #expect(runs("１２３456") == [[1, 2, 3, 4, 5, 6]])
        #expect(runs("12-34 56") == [[1, 2, 3, 4, 5, 6]])
        #expect(runs("12--34 56").isEmpty && runs("12345").isEmpty)
        #expect(runs("١٢٣٤٥٦a1\u{200B}23456") == [[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]])
    }

    private static func line(_ number: Int, _ text: String, user: String) throws -> NumberedLine {
        let event = RuleEvent(.text(text), userID: user, messageID: "\(number)")
        let key = try #require(EventKey(hex: String(format: "%032x", number)))
        let follower = FollowerKey(account: "2021000000000001", user: user)
        let traffic = TrafficEvent(follower: follower, key: key, isStale: false, event: event)
        return NumberedLine(number: number, line: .event(traffic, received: start + Double(number)), bytes: [])
    }

    private static func text(_ line: NumberedLine) -> String? {
        guard case .event(let event, _) = line.line, case .text(let text) = event.event.content else { return nil }
        return text
    }

    private static func user(_ line: NumberedLine) -> String? {
        if case .event(let event, _) = line.line { event.follower.user } else { nil }
    }
}
