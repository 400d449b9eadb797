internal import Foundation
package import OperatorText
internal import RuleAuthoring
internal import RuleEngine

/// Rule tests that a diff writes: for each kind of change a recorded message that shows it alone, redacted.
package struct DiffTests: Sendable {
    /// One test, which passes on the new rules and shows the change to the old ones.
    package struct Test: Sendable {
        let name: String
        let content: RuleEvent.Content
        let at: LocalTime
        let user: String
        let pair: AnswerPair
        let reply: String?
    }

    /// The rules under test, relative to the test file.
    package let rules: String
    package internal(set) var tests: [Test] = []
    /// How many kinds of change no single message shows.
    package internal(set) var skipped = 0

    /// The test file; nil without a test.
    package func yaml(_ language: OperatorLanguage) -> String? {
        guard !tests.isEmpty else { return nil }
        var lines = [
            LocalizedText(
                "# replybot diff --write-tests 生成：六位以上的数字已替换",
                "# Written by replybot diff --write-tests; numbers of six digits and more are replaced"
            )[language],
            "rules: [\(Self.quoted(rules))]", "tests:",
        ]
        for test in tests {
            lines += ["  - name: \(Self.quoted(test.name))", "    cases:"]
            lines.append(
                "      - {at: \(Self.quoted("\(test.at.day)T\(test.at.timeText)")), user: \(Self.quoted(test.user)),"
                    + " \(Self.event(test.content)), expect: {\(Self.expectation(test))}}"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The path of one side's rules as seen from a test file.
    package static func relative(_ side: DiffSide, to testFile: String) -> String {
        var path = side.name
        if path.hasPrefix("git:") {
            let parts = path.dropFirst(4).split(separator: ":", maxSplits: 1)
            path = parts.count > 1 ? String(parts[1]) : "rules"
        }
        let target = URL(filePath: path).standardizedFileURL.pathComponents
        let folder = URL(filePath: testFile).deletingLastPathComponent().standardizedFileURL.pathComponents
        let common = zip(target, folder).prefix { $0 == $1 }.count
        let up = Array(repeating: "..", count: folder.count - common)
        let relative = (up + target.dropFirst(common)).joined(separator: "/")
        return relative.isEmpty ? "." : relative
    }

    private static func event(_ content: RuleEvent.Content) -> String {
        switch content {
        case .text(let text): "say: \(quoted(text))"
        case .image: "event: image"
        case .follow(let scene): scene.map { "event: {follow: \(quoted($0))}" } ?? "event: follow"
        case .unfollow: "event: unfollow"
        case .enter(let scene): scene.map { "event: {enter: \(quoted($0))}" } ?? "event: enter"
        case .click(let menu): "event: {click: \(quoted(menu))}"
        case .unknown: "event: unknown"
        }
    }

    private static func expectation(_ test: Test) -> String {
        switch test.pair.new {
        case .silence(let reason): "silent: \(reason.rawValue)"
        case .fallback, .rule:
            "rule: \(quoted(test.pair.new.rule ?? Fallback.id))"
                + (test.pair.kind == .person ? ", handoff: true" : "")
                + (test.reply.map { ", reply: \(quoted($0))" } ?? "")
        }
    }

    /// A text between double quotes of YAML.
    private static func quoted(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "\"") { result, scalar in
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            default:
                if ForeignText.visible(scalar) == scalar {
                    result.unicodeScalars.append(scalar)
                } else {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
                }
            }
        } + "\""
    }
}

extension DiffReport {
    /// The most messages that are tried for one kind of change.
    private static let tries = 60

    /// A test for each kind of change that the view shows.
    package func ruleTests(rulesPath: String) -> DiffTests {
        var tests = DiffTests(rules: rulesPath)
        for (index, pair) in pairs.enumerated() {
            let words = "\(pair.pair.old.phrase.chinese) → \(pair.pair.new.phrase.chinese)"
            let name = "\(index + 1) \(pair.pair.kind.phrase.chinese)：\(words)"
            let short = pair.samples
                .sorted { ($0.text.unicodeScalars.count, $0.text) < ($1.text.unicodeScalars.count, $1.text) }
                .prefix(Self.tries)
            if let test = short.lazy.compactMap({ test(of: $0, pair.pair, name: name) }).first {
                tests.tests.append(test)
            } else {
                tests.skipped += 1
            }
        }
        return tests
    }

    /// The test of a sample; nil where the message alone does not show the change.
    private func test(of sample: DiffSample, _ pair: AnswerPair, name: String) -> DiffTests.Test? {
        let zone = new.rules.account.timeZone
        let at = LocalTime(sample.at, in: zone)
        let isTester = new.rules.account.testers.union(old.rules.account.testers).contains(sample.user)
        let user = isTester ? sample.user : "2088000000000099"
        let content = Redaction.content(sample.content)
        // The test runner's own number of the event, on which `pick: random` depends.
        let event = RuleEvent(content, userID: user, messageID: "\(name)#1.1")
        let moment = at.date(in: zone)
        let (was, now) = (
            old.rules.decide(event, state: ContactState(), at: moment),
            new.rules.decide(event, state: ContactState(), at: moment)
        )
        let comparison = AnswerComparison(old: AnswerLookup(old.rules), new: AnswerLookup(new.rules))
        guard comparison.kind(was, now) == pair.kind, AnswerName(was.outcome) == pair.old,
            AnswerName(now.outcome) == pair.new
        else { return nil }
        let reply = now.messages.map(\.plainText.trimmingFinalNewlines).joined(separator: "\n")
        return DiffTests.Test(
            name: name,
            content: content,
            at: at,
            user: user,
            pair: pair,
            reply: pair.kind == .text ? reply : nil
        )
    }
}

/// Messages without the numbers of customers.
private enum Redaction {
    private static let shortest = 6

    static func content(_ content: RuleEvent.Content) -> RuleEvent.Content {
        if case .text(let text) = content { .text(redacted(text)) } else { content }
    }

    /// The text with other digits where six or more stand in a row, in their width.
    private static func redacted(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        var start = 0
        while start < scalars.count {
            let end = scalars[start...].firstIndex { zero(of: $0) == nil } ?? scalars.count
            if end - start >= shortest {
                for place in start..<end {
                    guard let zero = zero(of: scalars[place]) else { continue }
                    scalars[place] = Unicode.Scalar(zero + UInt32((place - start + 1) % 10)) ?? scalars[place]
                }
            }
            start = max(end, start) + 1
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// The zero of the digits to which a code point belongs; nil for any other.
    private static func zero(of scalar: Unicode.Scalar) -> UInt32? {
        switch scalar {
        case "0"..."9": 0x30
        case "０"..."９": 0xFF10
        default: nil
        }
    }
}
