import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct PatternLimitTests {
    @Test(arguments: [
        "(a+)+$", "(a|aa)+$", "(a*)*b", "((a*)*)*b", "(a?){100}b", "(?:a?){500}a{500}b", ".*.*.*b", "(.*)(.*)(.*)b",
        "(a|a|a|a)*b", "^(?:(?:a{1,9})*){1,9}b", "(?:[^b]*a){30}b", "[\\s\\S]{0,1000}b",
    ])
    func `time is bounded by the text times the program`(source: String) throws {
        let pattern = try Pattern(source)
        let text = [Unicode.Scalar](repeating: "a", count: 300) + [Unicode.Scalar](repeating: "c", count: 20)
        var machine = PatternMachine(pattern.program, text: text)
        #expect(machine.run() == nil)
        #expect(machine.steps <= 2 * (text.count + 1) * pattern.program.instructions.count)
    }

    @Test(arguments: ["(a+)+$", "(a|aa)+$", "(a*)*b"])
    func `a pattern that explodes elsewhere is cheap on the longest message`(source: String) throws {
        let text = [Unicode.Scalar](repeating: "a", count: 1_999) + ["c"]
        var machine = try PatternMachine(Pattern(source).program, text: text)
        #expect(machine.run() == nil)
        #expect(machine.steps < 60 * text.count)
    }

    @Test(arguments: [
        "(?:(?:(?:a{1000}){1000}){1000}){1000}", "(?:(?:(?:(?:){1000}){1000}){1000}){1000}",
        "(?:(?:(?:^){999}){999}){999}",
        "((((((((((((((((a*)*)*)*)*)*)*)*)*)*)*)*)*)*)*)*)*", "(?:(?:a?){0,1000}b?){1000}",
        "(?:a{1000}b{1000,}c{0,1000}d{999}){3}",
    ])
    func `a program that would be too large is refused while it is made`(source: String) {
        #expect(throws: PatternError.self) { try Pattern(source) }
        #expect(code(source) == "RB023")
    }

    @Test func `a program of the greatest size is accepted, one more state is refused`() {
        // The match and the two ends of the whole match are states too.
        let largest = String(repeating: "a", count: Pattern.stateLimit - 3)
        #expect(code(largest) == nil)
        #expect(code(largest + "a") == "RB023")
    }

    @Test func `groups nest to the limit and no deeper`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "(?:", count: depth) + "a" + String(repeating: ")", count: depth)
        }
        #expect(code(nested(PatternParser.depthLimit)) == nil)
        #expect(code(nested(PatternParser.depthLimit + 1)) == "RB022")
        #expect(code(nested(2_000)) == "RB022")
    }

    @Test func `the deepest repeats and alternatives are compiled and matched`() throws {
        let depth = PatternParser.depthLimit
        let source = String(repeating: "(?:", count: depth) + "a" + String(repeating: "|b)+c", count: depth)
        let text = ["a"] + [Unicode.Scalar](repeating: "c", count: depth)
        #expect(try Pattern(source).firstMatch(in: text)?.range == 0..<depth + 1)
    }

    @Test func `capturing groups are limited`() {
        let most = String(repeating: "(a)", count: Pattern.groupLimit)
        #expect(code(most) == nil)
        #expect(code(most + "(?:a)") == nil)
        #expect(code(most + "(a)") == "RB023")
    }

    @Test func `a repeat of nothing ends`() throws {
        let match = try Pattern("(?:(?:){1000}){50}(?:|(?:)*)*x").firstMatch(in: ["x"])
        #expect(match?.range == 0..<1)
    }

    private func code(_ source: String) -> String? {
        do {
            _ = try Pattern(source)
            return nil
        } catch {
            return error.code
        }
    }
}
