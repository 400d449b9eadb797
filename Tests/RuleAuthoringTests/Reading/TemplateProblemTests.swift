import TestSupport
import Testing

@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct TemplateProblemTests {
    @Test(arguments: [
        ("a {{b", "RB031", 2..<4), ("{{}}", "RB031", 0..<4), ("{{{a}}}", "RB031", 0..<2), ("{{a\n}}", "RB031", 0..<2),
        ("中{{a|大写}}", "RB032", 1..<9), ("{{a|url|url}}", "RB032", 0..<13), ("{{|url}}", "RB031", 0..<8),
        ("{{a|}}", "RB032", 0..<6),
    ])
    func `a broken template is refused at its place`(text: String, code: String, range: Range<Int>) {
        let problems = TemplateParser.parse(text).errors.map(TemplateProblem.init)
        #expect(problems.map(\.code) == [code])
        #expect(problems.map(\.range) == [range])
    }

    @Test func `every problem of a template is found`() {
        #expect(
            TemplateParser.parse("{{a|x}} {{}} {{b|y}} {{").errors.map { TemplateProblem($0).code } == [
                "RB032", "RB031", "RB032", "RB031",
            ]
        )
    }

    @Test(arguments: [
        ("https://example.com/a.png", true), ("HTTPS://example.com", true),
        ("https://example.com/?a={{x|url}}&b={{y|url}}", true),
        ("http://example.com/", false), ("example.com", false), ("https://", false), ("https:///a", false),
        ("https://example.com/{{x|url}}", false), ("https://example.com/?a={{x}}", false),
        ("https://{{x|url}}/?a", false),
        ("{{x|url}}", false), ("https://good.com@evil.com/", false), ("https://example.com/a b", false),
        ("javascript:alert(1)", false),
    ])
    func `an address is safe whatever its variables hold`(text: String, isSafe: Bool) {
        #expect(AddressCheck.isSafe(TemplateParser.parse(text).template) == isSafe)
    }
}
