import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct XMLDocumentTests {
    @Test(arguments: XMLAttack.entities.indices)
    func `document types, entities and instructions are refused`(_ index: Int) {
        expectRefusal(XMLAttack.entities[index])
    }

    @Test(arguments: XMLAttack.excesses.indices)
    func `attributes and excesses are refused`(_ index: Int) {
        expectRefusal(XMLAttack.excesses[index])
    }

    @Test(arguments: XMLAttack.broken.indices)
    func `broken documents are refused and never repaired`(_ index: Int) {
        expectRefusal(XMLAttack.broken[index])
    }

    private func expectRefusal(_ attack: XMLAttack) {
        #expect(throws: attack.error, "\(attack.name)") {
            try XMLDocument.read(attack.document, limits: XMLLimits())
        }
        #expect(throws: attack.error, "\(attack.name), signed") { try SignedRequest(attack.document).event() }
    }

    @Test(
        arguments: [
            ("<a>x</a>", "x"),
            ("\r\n\t <a>x</a> \n", "x"),
            ("<?xml version=\"1.0\"?><a>x</a>", "x"),
            ("\n <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>x</a>", "x"),
            // True before decoding, and ignored now.
            ("<?xml version=\"1.0\" encoding=\"gbk\"?><a>你好</a>", "你好"),
            ("<?xml version=\"1.0\" encoding=\"GB2312\" standalone=\"yes\"?><a>你好</a>", "你好"),
            ("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>你好</a>", "你好"),
            ("<?xml version=\"1.0\" encoding=\"no-such-thing\"?><a>你好</a>", "你好"),
            ("<?xml version='1.0' encoding='ISO-8859-1'?><a>€</a>", "€"),
            ("<?xml\tversion='1.0'?><a>x</a>", "x"),
            ("<a><![CDATA[x]]></a>", "x"),
            ("<a><![CDATA[x]]]]><![CDATA[>y]]></a>", "x]]>y"),
            ("<a> <![CDATA[ x ]]> y</a>", "  x  y"),
            ("<a><![CDATA[]]></a>", ""),
            ("<a/>", ""),
            ("<a />", ""),
            ("<a\n></a\t>", ""),
            ("<a><!-- c -->x<!-- <b> --></a><!-- d -->", "x"),
            ("<a><![CDATA[<b>&amp;</b>]]></a>", "<b>&amp;</b>"),
            ("<a><![CDATA[<!-- ]]>x<![CDATA[ -->]]></a>", "<!-- x -->"),
            ("<a><!-- <![CDATA[ -->x<!-- ]]> --></a>", "x"),
            ("<a>&lt;b&gt;&amp;&quot;&apos;</a>", "<b>&\"'"),
            ("<a>&#20320;&#x597d;&#128512;</a>", "你好😀"),
            ("<a>a\r\nb\rc</a>", "a\nb\nc"),
            ("<a>]] > ]]</a>", "]] > ]]"),
            ("<a>\u{301}e\u{301}\u{FFFD}\u{10FFFF}</a>", "\u{301}e\u{301}\u{FFFD}\u{10FFFF}"),
        ]
    )
    func `a well-formed document is read to the letter`(_ document: String, _ text: String) throws {
        let tree = try XMLDocument.read(document, limits: XMLLimits())
        #expect(tree.name == "a")
        #expect(Array(tree.text.unicodeScalars) == Array(text.unicodeScalars))
        #expect(tree.children.isEmpty)
    }

    @Test func `a document at the limits is read`() throws {
        let deep = String(repeating: "<a>", count: 8) + "x" + String(repeating: "</a>", count: 8)
        #expect(try XMLDocument.read(deep, limits: XMLLimits()).children.count == 1)
        let wide = "<a>" + String(repeating: "<b/>", count: 63) + "</a>"
        #expect(try XMLDocument.read(wide, limits: XMLLimits()).children.count == 63)
        var limits = XMLLimits()
        limits.size = deep.utf8.count
        #expect(throws: Never.self) { try XMLDocument.read(deep, limits: limits) }
        limits.size -= 1
        #expect(throws: NotificationError.oversizedXML) { try XMLDocument.read(deep, limits: limits) }
    }

    @Test(arguments: [(8, true), (9, false), (60_000, false)])
    func `nesting is refused before the parser follows it`(_ depth: Int, _ isAccepted: Bool) {
        let document = Array(String(repeating: "<a>", count: depth).utf8)
        var limits = XMLLimits()
        limits.size = document.count
        if isAccepted {
            #expect(throws: Never.self) { try XMLPreScan.check(document, limits: limits) }
        } else {
            #expect(throws: NotificationError.excessiveXML) { try XMLPreScan.check(document, limits: limits) }
        }
    }

    @Test func `text beside children belongs to the parent`() throws {
        let tree = try XMLDocument.read("<a>1<b>2</b>3<c/>4</a>", limits: XMLLimits())
        #expect(tree.text == "134")
        #expect(tree.children.map(\.name) == ["b", "c"])
        #expect(tree.child("b")?.text == "2")
    }
}
