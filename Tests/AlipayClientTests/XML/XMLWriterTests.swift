import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct XMLWriterTests {
    @Test(
        arguments: [
            "", "x", "]", "]]", "]]>", "]]>]]>", "]]]>", "]]>>", "]]]]>>", "<b>&amp;", "]]]]><![CDATA[>", "你好]]>好",
            // A combining mark joins the bracket before it to one Character, but the bracket still ends the section.
            "]]>\u{301}", "]]>\u{FE0F}x", "]\u{301}]>", "]]\u{200D}>", "]]>\u{20D2}</a><b>",
        ]
    )
    func `no text ends its CDATA section`(_ text: String) throws {
        let document = XMLWriter.element("a", content: XMLWriter.cdata(text))
        let tree = try XMLDocument.read(document, limits: XMLLimits())
        #expect(Array(tree.text.unicodeScalars) == Array(text.unicodeScalars))
        #expect(tree.children.isEmpty)
    }

    @Test(arguments: 1...20)
    func `random text comes back from its CDATA section`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let alphabet = "]]]>>><&!-[CDATA你\u{301}\u{FE0F}\u{200D}\u{20D2} \n".unicodeScalars.map(\.self)
        for _ in 0..<100 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<30, using: &generator) {
                text.append(alphabet.randomElement(using: &generator) ?? "]")
            }
            let document = XMLWriter.element("a", content: XMLWriter.cdata(String(text)))
            let tree = try XMLDocument.read(document, limits: XMLLimits())
            #expect(Array(tree.text.unicodeScalars) == Array(text))
        }
    }
}
