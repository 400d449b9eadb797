import OperatorText
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

@Suite(.timeLimit(.minutes(5)), .watched)
struct ProgressBarTests {
    private static let unit = LocalizedText("个事件", "event")

    @Test(arguments: [20, 30, 40, 60, 80, 200], OperatorLanguage.allCases)
    func `a line leaves the last column of the terminal free`(columns: Int, language: OperatorLanguage) {
        var bar = ProgressBar(counting: Self.unit, from: .zero)
        let state = ProgressBar.State(done: 123_456, total: 1_000_000, count: 98_765)
        let line = bar.line(state, at: .seconds(75), in: language, columns: columns) ?? ""
        #expect(DisplayWidth.cells(line) < columns, "\(line)")
        #expect(line.contains("12 %"))
        #expect(line.contains("8:53") || columns < 40, "the time left stays before the rate: \(line)")
        #expect(line.hasPrefix("[#") == (columns >= 60), "\(line)")
    }

    @Test func `the line shows share, count, rate and time left, in both languages`() {
        let state = ProgressBar.State(done: 250, total: 1_000, count: 1_234_567)
        var bar = ProgressBar(counting: Self.unit, from: .seconds(100))
        #expect(
            bar.line(state, at: .seconds(110), in: .english)
                == "[######------------------]  25 %  1,234,567 events  123,456/s  30 s left"
        )
        #expect(
            bar.line(state, at: .seconds(460), in: .chinese)
                == "[######------------------]  25 %  1,234,567 个事件  3,429/s  剩余 18:00"
        )
        #expect(bar.line(state, at: .seconds(4_100), in: .english)?.hasSuffix("3:20:00 left") == true)
    }

    @Test func `it is drawn at most ten times a second, and promises nothing in the first second`() {
        var bar = ProgressBar(counting: Self.unit, from: .zero)
        let state = ProgressBar.State(done: 1, total: 2, count: 10)
        #expect(bar.line(state, at: .milliseconds(1), in: .english) == "[############------------]  50 %  10 events")
        #expect(bar.line(state, at: .milliseconds(100), in: .english) == nil)
        #expect(bar.line(state, at: .milliseconds(101), in: .english) != nil)
    }

    @Test func `without a known size it counts`() {
        var bar = ProgressBar(counting: Self.unit, from: .zero)
        let state = ProgressBar.State(done: 1, total: nil, count: 999)
        #expect(bar.line(state, at: .seconds(3), in: .english) == "999 events  333/s")
    }

    @Test func `a full bar fits a line of a terminal`() {
        var bar = ProgressBar(counting: Self.unit, from: .zero)
        let state = ProgressBar.State(done: 9, total: 9, count: 1_000_000_000)
        let line = bar.line(state, at: .seconds(9_000), in: .chinese) ?? ""
        #expect(DisplayWidth.cells(line) < 80)
        #expect(line.contains("[########################]  100 %"))
    }

    @Test func `a terminal gets a line that is drawn over and removed; a pipe gets nothing`() {
        for isShown in [true, false] {
            var now = Duration.zero
            var drawn: [String] = []
            let progress = TerminalProgress(
                counting: Self.unit,
                isShown: isShown,
                now: { now },
                write: { drawn.append($0) }
            )
            progress.clear()
            for second in 1...3 {
                now = .seconds(second)
                progress.report(ProgressBar.State(done: second, total: 3, count: second))
            }
            progress.clear()
            #expect(drawn.count == (isShown ? 4 : 0))
            #expect(drawn.allSatisfy { $0.hasPrefix("\r") && $0.hasSuffix("\u{1B}[K") && !$0.contains("\n") })
            #expect(drawn.last == (isShown ? "\r\u{1B}[K" : nil))
        }
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")])
    func `numbers are grouped by thousands`(number: Int, text: String) {
        #expect(ProgressBar.grouped(number) == text)
    }
}

@Suite(.timeLimit(.minutes(5)), .watched)
struct ChangedTextTests {
    @Test(arguments: [
        ("a b c", "a b c", "a b c"), ("", "", ""), ("", "x", "{+x+}"), ("x", "", "[-x-]"),
        ("{\"rule\":\"退款\",\"line\":1}", "{\"rule\":\"退货\",\"line\":1}", "{\"rule\":\"退[-款-]{+货+}\",\"line\":1}"),
        ("rule1 said x", "rule2 said y", "[-rule1-]{+rule2+} said [-x-]{+y+}"),
        ("aXbXc", "aXbXc!", "aXbXc{+!+}"),
    ])
    func `only the changed words are marked`(old: String, new: String, marked: String) {
        #expect(ChangedText(from: old, to: new).marked == marked)
    }

    @Test func `the parts give both lines back`() {
        var random = SeededGenerator(seed: 3)
        let words = ["a", "退", "款", "\"", ",", "12", " ", "x1"]
        for _ in 0..<2_000 {
            let (old, new) = (
                (0..<Int.random(in: 0..<9, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
                    .joined(),
                (0..<Int.random(in: 0..<9, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
                    .joined()
            )
            let parts = ChangedText(from: old, to: new).parts
            let texts = parts.map { part -> (old: String, new: String) in
                switch part {
                case .same(let text): (text, text)
                case .removed(let text): (text, "")
                case .added(let text): ("", text)
                }
            }
            #expect(texts.map(\.old).joined() == old)
            #expect(texts.map(\.new).joined() == new)
        }
    }

    @Test func `a terminal gets colours, and the marks stay`() {
        #expect(ChangedText(from: "a", to: "b").coloured == "\u{1B}[31m[-a-]\u{1B}[0m\u{1B}[32m{+b+}\u{1B}[0m")
    }

    @Test func `a change too long to compare is shown whole`() {
        let (old, new) = (String(repeating: "退,", count: 600), String(repeating: "款.", count: 600))
        #expect(ChangedText(from: old, to: new).parts == [.removed(old), .added(new)])
    }
}
