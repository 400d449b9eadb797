import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// Near misses of RB101 to RB105, RB202, RB205, RB208 and RB209, and how to silence them.
@Suite(.timeLimit(.minutes(5)), .watched)
struct NearMissTests {
    private func codes(_ rules: String) throws -> [String] {
        try CheckedRules("rules:\n" + rules).codes.map { String($0.prefix(5)) }
    }

    @Test(arguments: [
        "null", "Yes", "OFF", "n", "1_000", "0x1F", "+86", "12:30:45", "1e3", "-0", ".5", ".inf",
        "12345678901234567890",
    ])
    func `an unquoted word that other loaders change is reported`(word: String) throws {
        #expect(try codes("  - {id: a, match: {exact: [\(word)]}, reply: r}\n") == ["RB101"])
        #expect(try codes("  - {id: a, match: {exact: ['\(word)']}, reply: r}\n").isEmpty)
    }

    @Test(arguments: ["1", "10086", "-5", "nO", "noon", "1.2.3", "95188转2", "2026年", "v1.0", "12:99", "0元"])
    func `an unquoted word that every loader keeps is not reported`(word: String) throws {
        #expect(try codes("  - {id: a, match: {exact: [\(word)]}, reply: r}\n").isEmpty)
    }

    @Test(arguments: ["退款/退货", "退款 退货", "退款　退货", "退款 | 退货", "退款｜退货", "退款+运费", "'退款,退货'"])
    func `a word that was meant to be several is reported`(word: String) throws {
        #expect(try codes("  - {id: a, match: [\(word)], reply: r}\n") == ["RB102"])
    }

    @Test(arguments: [
        "'1,000元'", "',退款'", "'亲爱的店家请问一下啊,我想要退款可以吗请回答'", "营 业 时 间", "iOS/安卓", "男/女", "华为 Mate", "24/7",
        "白+黑",
    ])
    func `a word that is no list is not reported`(word: String) throws {
        #expect(try codes("  - {id: a, match: [\(word)], reply: r}\n").isEmpty)
    }

    @Test(arguments: ["'[微笑]'", "c++", "'5*3'", "'what?'", "'(售后)'", "'^_^'", "'￥5'", "'|'", "'a-z'"])
    func `a word that is no expression is not reported`(word: String) throws {
        #expect(try codes("  - {id: a, match: [\(word)], reply: r}\n").isEmpty)
    }

    @Test(arguments: [
        "match: {any: [查], all: [单号, 查]}, examples: [查单号]", "match: {exact: [查]}", "match: [x]", "match: [👍]",
        "match: {prefix: [查]}", "match: {any: [款], none: [退款]}, examples: [款]",
    ])
    func `one character is not reported where it is kept in check`(match: String) throws {
        #expect(try codes("  - {id: a, \(match), reply: r}\n").isEmpty)
    }

    @Test func `one character is not reported where it answers a question`() throws {
        let found = try codes(
            """
              - {id: a, match: [退款], reply: 确定吗, ask: {slot: s, for: 5m}}
              - {id: b, when: {asked: s}, match: [是], reply: r}
            """
        )
        #expect(found.isEmpty)
    }

    @Test(arguments: [
        ("match: {regex: 'a.c'}", true), ("match: {raw_regex: 'A.c'}", true), ("match: {all: [甲, 乙]}", true),
        ("match: {any: [甲甲], none: [乙]}", true), ("match: {all: [甲甲]}", false), ("match: [甲甲]", false),
        ("match: {regex: 'a.c'}, stage: test", false), ("match: {regex: 'a.c'}, examples: [abc]", false),
        ("match: {regex: 'a.c'}, ignore: {RB105: 稍后}", false),
    ])
    func `examples are asked for where the words do not say what matches`(rule: String, isReported: Bool) throws {
        #expect(try codes("  - {id: a, \(rule), reply: r}\n") == (isReported ? ["RB105"] : []))
    }

    @Test func `the same word in clauses that ask for different things is not repeated`() throws {
        let found = try codes(
            """
              - id: a
                match:
                  - {any: [退款]}
                  - {any: [退款], all: [快]}
                  - {any: [退款], prefix: [请问]}
                  - {exact: [退款]}
                reply: r
            """
        )
        #expect(found.isEmpty)
        #expect(try codes("  - {id: a, match: [{any: [退款]}, {any: [ 退　款 ]}], reply: r}\n") == ["RB202"])
    }

    @Test(arguments: [("hi", "this", false), ("hi", "hi there", true), ("要了", "不要", false), ("不要", "不 要 了", true)])
    func `none cancels words that have it inside, within Latin borders`(
        none: String,
        any: String,
        isReported: Bool
    ) throws {
        let rule = "  - {id: a, match: {any: [\(any)], none: [\(none)]}, reply: r, ignore: {RB105: x}}\n"
        #expect(try codes(rule) == (isReported ? ["RB205"] : []))
    }

    @Test func `a question is answered by a rule or by a case, but not by one that is off`() throws {
        let ask = "  - {id: a, match: [退款], reply: 单号, ask: {slot: s, for: 5m}, cooldown: 5m}\n"
        #expect(try codes(ask + "  - {id: b, when: {asked: s}, reply: r}\n").isEmpty)
        #expect(
            try codes(ask + "  - {id: b, match: [好的], cases: [{when: {asked: s}, reply: r}, {reply: q}]}\n").isEmpty
        )
        #expect(try codes(ask + "  - {id: b, stage: off, when: {asked: s}, reply: r}\n") == ["RB208"])
        #expect(
            try codes(
                ask.replacing("cooldown: 5m", with: "cooldown: 301s") + "  - {id: b, when: {asked: s}, reply: r}\n"
            )
                == ["RB209"]
        )
    }

    @Test func `a silenced code is not reported, and others are`() throws {
        let rule = "  - {id: a, match: ['退款,退货', 查], reply: r, ignore: {RB102: 有意, RB203: 有意}}\n"
        #expect(try codes(rule) == ["RB103"])
    }

    @Test func `a rule that is off is left alone`() throws {
        #expect(try codes("  - {id: a, stage: off, match: ['退款,退货', 查], reply: r}\n").isEmpty)
    }

    @Test func `a file with an error is not linted`() {
        let text = "version: 1\nrules: [{id: a, match: [查], reply: r, colour: red}]"
        let result = RuleLoader.load([SourceFile(path: "r.yaml", bytes: Array(text.utf8))])
        #expect(result.diagnostics.map(\.code) == ["RB012"])
    }
}
