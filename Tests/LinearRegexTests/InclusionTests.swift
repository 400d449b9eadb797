import TestSupport
import Testing

@testable import LinearRegex

@Suite(.timeLimit(.minutes(5)), .watched)
struct InclusionTests {
    private func inclusion(of inner: String, in outer: String) throws -> LanguageInclusion {
        try Pattern(inner).inclusion(in: Pattern(outer))
    }

    @Test(arguments: [
        ("abc", "b"), ("^abc$", "^a.c$"), ("a+", "a"), ("^a{2,3}$", "^a*$"), ("甲|乙", "[甲乙丙]"), ("^$", "^a*$"),
        (#"\d{8}"#, #"\d{4}"#), ("(?:ab)+", "(?:ba)*"), ("^a|^b", "^[ab]"), ("a", ""), ("^[^甲]$", "^.|\n$"),
        ("[a-c]x", "[a-z]x"), (#"\p{Han}"#, "."), ("a.*?b", "a.*b"), ("$^", "^$"),
    ])
    func `an expression is included in a wider one`(inner: String, outer: String) throws {
        #expect(try inclusion(of: inner, in: outer) == .included)
    }

    @Test(arguments: [
        ("b", "abc"), ("^a.c$", "^abc$"), ("a", "a+b"), ("^a*$", "^a{2,3}$"), ("[甲乙丙]", "甲|乙"), ("a", "^a"),
        ("a", "a$"),
        ("", "a"), (#"\d{4}"#, #"\d{8}"#), ("^[^甲]$", "^.$"), (#"^.$"#, #"^[\x00-\uD7FF]$"#), ("[a-z]x", "[a-c]x"),
    ])
    func `an expression is not included in a narrower one`(inner: String, outer: String) throws {
        #expect(try inclusion(of: inner, in: outer) == .excluded)
    }

    @Test func `a comparison that takes too long is left open`() throws {
        #expect(try inclusion(of: "^(?:a|b)*a(?:a|b){12}$", in: "^[ab]*a[ab]{12}$") == .undecided)
        let budget = StepBudget(3)
        let nfa = try Pattern("abc").nfa
        #expect(nfa.inclusion(in: nfa, budget: budget) == .undecided)
    }

    @Test func `samples are short, different, and match`() throws {
        let budget = StepBudget(1_000_000)
        let pattern = try Pattern(#"(?:快递|物流)[:\s]*(?<单号>[a-z]{0,2}\d{3,15})$"#)
        let samples = PatternSamples.texts(of: pattern, budget: budget).map { String(String.UnicodeScalarView($0)) }
        #expect(samples.count == PatternSamples.limit)
        #expect(Set(samples).count == samples.count)
        #expect(Set(samples.prefix(2)) == ["快递111", "物流111"])
        #expect(samples.allSatisfy { pattern.firstMatch(in: Array($0.unicodeScalars)) != nil })
        #expect(PatternSamples.texts(of: try Pattern("a$b"), budget: budget).isEmpty)
    }
}
