import TestSupport
import Testing

@testable import LinearRegex

@Suite(.timeLimit(.minutes(5)), .watched)
struct LiteralTests {
    private func literals(_ source: String) throws -> [Pattern.Literal] {
        try Pattern(source).literals
    }

    private func run(_ text: String, _ source: Range<Int>, isRequired: Bool = true) -> Pattern.Literal {
        Pattern.Literal(scalars: Array(text.unicodeScalars), source: source, role: .run, isRequired: isRequired)
    }

    @Test func `a run is as long as possible and knows where it is written`() throws {
        #expect(try literals("单号：\\d+ok") == [run("单号：", 0..<3), run("ok", 6..<8)])
    }

    @Test func `escapes are resolved and count as written`() throws {
        #expect(try literals("\\u5355\\.A") == [run("单.A", 0..<9)])
    }

    @Test func `a repeated character is a run of its own`() throws {
        #expect(try literals("abc+d") == [run("ab", 0..<2), run("c", 2..<3), run("d", 4..<5)])
    }

    @Test func `an optional alternative or repeat is not required`() throws {
        #expect(
            try literals("a(?:b|c)d?(e)") == [
                run("a", 0..<1), run("b", 4..<5, isRequired: false), run("c", 6..<7, isRequired: false),
                run("d", 8..<9, isRequired: false), run("e", 11..<12),
            ]
        )
    }

    @Test func `members of a class are given with their class`() throws {
        let role = Pattern.Literal.Role.member(ofClass: 1..<8, isRange: false, isNegated: true)
        let rangeRole = Pattern.Literal.Role.member(ofClass: 1..<8, isRange: true, isNegated: true)
        #expect(
            try literals("x[^A-Z单]y") == [
                run("x", 0..<1),
                Pattern.Literal(scalars: ["A", "Z"], source: 3..<6, role: rangeRole),
                Pattern.Literal(scalars: ["单"], source: 6..<7, role: role),
                run("y", 8..<9),
            ]
        )
    }

    @Test func `sets are no literals`() throws {
        #expect(try literals("\\d.\\p{Han}[\\w\\s]^$").isEmpty)
    }
}
