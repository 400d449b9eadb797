import TestSupport
import Testing

@testable import LinearRegex

@Suite(.timeLimit(.minutes(5)), .watched)
struct LimitTests {
    @Test(arguments: [
        "(a+)+$", "(a|aa)+$", "(a*)*b", "((a*)*)*b", "(a?){100}b", "(?:a?){500}a{500}b", ".*.*.*b", "(.*)(.*)(.*)b",
        "(a|a|a|a)*b", "^(?:(?:a{1,9})*){1,9}b", "(?:[^b]*a){30}b", "[\\s\\S]{0,1000}b",
    ])
    func `time is bounded by the text times the program`(source: String) throws {
        let pattern = try Pattern(source)
        let text = [Unicode.Scalar](repeating: "a", count: 300) + [Unicode.Scalar](repeating: "c", count: 20)
        var machine = PikeVM(pattern.nfa, text: text)
        #expect(machine.run() == nil)
        #expect(machine.steps <= 2 * (text.count + 1) * pattern.nfa.instructions.count)
    }

    @Test(arguments: ["(a+)+$", "(a|aa)+$", "(a*)*b"])
    func `a pattern that explodes elsewhere is cheap on the longest message`(source: String) throws {
        let text = [Unicode.Scalar](repeating: "a", count: 1_999) + ["c"]
        var machine = try PikeVM(Pattern(source).nfa, text: text)
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
        #expect(kind(source) == .size)
    }

    @Test func `a program of the greatest size is accepted, one more state is refused`() {
        // The match and the two ends of the whole match are states too.
        let largest = String(repeating: "a", count: Pattern.stateLimit - 3)
        #expect(kind(largest) == nil)
        #expect(kind(largest + "a") == .size)
    }

    @Test func `groups nest to the limit and no deeper`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "(?:", count: depth) + "a" + String(repeating: ")", count: depth)
        }
        #expect(kind(nested(PatternParser.depthLimit)) == nil)
        #expect(kind(nested(PatternParser.depthLimit + 1)) == .syntax)
        #expect(kind(nested(2_000)) == .syntax)
    }

    @Test func `the deepest repeats and alternatives are compiled and matched`() throws {
        let depth = PatternParser.depthLimit
        let source = String(repeating: "(?:", count: depth) + "a" + String(repeating: "|b)+c", count: depth)
        let text = ["a"] + [Unicode.Scalar](repeating: "c", count: depth)
        #expect(try Pattern(source).firstMatch(in: text)?.range == 0..<depth + 1)
    }

    @Test func `capturing groups are limited`() {
        let most = String(repeating: "(a)", count: Pattern.groupLimit)
        #expect(kind(most) == nil)
        #expect(kind(most + "(?:a)") == nil)
        #expect(kind(most + "(a)") == .size)
    }

    @Test func `a repeat of nothing ends`() throws {
        let match = try Pattern("(?:(?:){1000}){50}(?:|(?:)*)*x").firstMatch(in: ["x"])
        #expect(match?.range == 0..<1)
    }

    private func kind(_ source: String) -> PatternError.Kind? {
        do {
            _ = try Pattern(source)
            return nil
        } catch {
            return error.reason.kind
        }
    }
}
