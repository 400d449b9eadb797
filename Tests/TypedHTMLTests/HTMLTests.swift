import TestSupport
import Testing
import TypedHTML

@Suite(.timeLimit(.minutes(5)), .watched)
struct HTMLTests {
    @Test func `a text is escaped, wherever it stands`() {
        let hostile = "<script>alert('x')</script>\"&"
        let html = h("p", .init("title", hostile)) { hostile }
        let escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;"
        #expect(html.source == "<p title=\"\(escaped)\">\(escaped)</p>")
    }

    @Test func `a text of any code points brings no sign of the markup into the page`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            let scalars = (0..<12)
                .map { _ in
                    Bool.random(using: &generator)
                        ? Unicode.Scalar(UInt8.random(in: 0...127, using: &generator))
                        : Unicode.Scalar(UInt32.random(in: 0...0xD7FF, using: &generator)) ?? " "
                }
            let source = HTML(String(String.UnicodeScalarView(scalars))).source
            #expect(!source.unicodeScalars.contains { "<>\"'\u{0}\u{1B}".unicodeScalars.contains($0) }, "\(scalars)")
        }
    }

    @Test func `elements without content have no end tag`() {
        #expect(h("br").source == "<br>")
        #expect(h("input", .init("type", "radio"), .flag("checked")).source == "<input type=\"radio\" checked>")
        #expect(h("input", .flag("checked", if: false)).source == "<input>")
        #expect(h("td").source == "<td></td>")
    }

    @Test func `braces take texts, pieces, conditions and loops`() {
        let isShown = Bool("false") ?? true
        let html = h("ul") {
            for number in 1...2 { h("li") { "\(number)" } }
            if isShown { "shown" } else { h("hr") }
            [h("li"), HTML("a")]
        }
        #expect(html.source == "<ul><li>1</li><li>2</li><hr><li></li>a</ul>")
    }

    @Test(arguments: [
        ("https://example.com/a?b=1&c", "https://example.com/a?b=1&amp;c"), ("/rules#x:y", "/rules#x:y"),
        ("mailto:a@example.com", "mailto:a@example.com"), ("javascript:alert(1)", "#"),
        (" java\nscript:alert(1)", "#"), ("JAVASCRIPT:alert(1)", "#"), ("data:text/html,x", "#"), ("", "#"),
        ("a/b:c", "a/b:c"),
    ])
    func `an address runs nothing`(address: String, expected: String) {
        #expect(h("a", .address("href", address)).source == "<a href=\"\(expected)\"></a>")
    }

    @Test func `a number has no more than two digits behind the point`() {
        let source = h("rect", .init("x", 1.0 / 3), .init("y", 12.0), .init("z", Double.nan)).source
        #expect(source == "<rect x=\"0.33\" y=\"12\" z=\"0\"></rect>")
    }

    @Test func `a page declares its type and language`() {
        let page = HTML.page(language: "zh-CN", head: h("title") { "a<b" }, body: h("p") { "c" })
        let body = "<head><title>a&lt;b</title></head><body><p>c</p></body>"
        #expect(page == "<!DOCTYPE html>\n<html lang=\"zh-CN\">\(body)</html>\n")
    }
}
