import LinearRegex
import TestSupport
import Testing

/// The program of the module's documentation, through its public interface alone.
@Suite(.timeLimit(.minutes(5)), .watched)
struct LibraryTests {
    @Test func `a program finds a match, learns of a refusal, and compares patterns`() throws {
        let pattern = try Pattern("(?:快递|物流)[:\\s]*(?<number>[a-z]{0,2}\\d{3,15})$")
        let text = Array("物流: sf12345".unicodeScalars)
        let number = try #require(pattern.firstMatch(in: text)?["number"])
        #expect(String(String.UnicodeScalarView(text[number])) == "sf12345")

        let error = #expect(throws: PatternError.self) { try Pattern("(?!不要)退款") }
        #expect(error?.reason == .lookAround("(?!"))
        #expect(error?.range == 0..<3)

        #expect(try Pattern("\\d{8}").inclusion(in: Pattern("\\d{4}")) == .included)
        #expect(try Pattern("\\d{4}").inclusion(in: Pattern("\\d{8}")) == .excluded)
    }
}
