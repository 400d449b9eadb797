import TestSupport
import Testing

@testable import AlipayClient

/// What is read without libxml2 is what libxml2 reads.
@Suite(.timeLimit(.minutes(5)), .watched)
struct PlainXMLTests {
    private static let pieces = [
        "<a>", "</a>", "<b>", "</b>", "<a/>", "<XML>", "</XML>", "<xml>", "</xml>", "<_1>", "</_1>", "<1>", "<a:b>",
        "<a b='c'>", "<![CDATA[", "]]>", "<![CDATA[x]]>", "<![CDATA[]]>", "]", "]]", ">", "<", "&", "&amp;", "&#1;",
        "<!--c-->", "<!DOCTYPE a>", "<?xml version=\"1.0\"?>", "<?pi?>", " ", "\n", "\t", "\r", "\r\n", "x", "你好",
        "\u{0}",
        "\u{1}", "\u{7F}", "\u{85}", "\u{FFFD}", "\u{FFFE}", "\u{FFFF}", "\u{FEFF}", "😀", "\u{1FFFF}", "/",
        "=", "\"", "-",
    ]

    /// A document of random pieces, often with elements that close in order.
    private static func document(_ random: inout SeededGenerator) -> String {
        guard Int.random(in: 0..<4, using: &random) > 0 else {
            return (0..<Int.random(in: 0..<8, using: &random))
                .map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined()
        }
        return element(&random, depth: Int.random(in: 0..<10, using: &random))
    }

    private static func element(_ random: inout SeededGenerator, depth: Int) -> String {
        let name = ["a", "b", "XML", "MsgType", "FromAlipayUserId", "a-b", "é"].randomElement(using: &random) ?? "a"
        let content = (0..<Int.random(in: 0..<4, using: &random))
            .map { _ -> String in
                switch Int.random(in: 0..<8, using: &random) {
                case 0..<3 where depth > 0: return element(&random, depth: depth - 1)
                case 3..<6: return "<![CDATA[\(text(&random))]]>"
                default: return text(&random)
                }
            }
        return "<\(name)>\(content.joined())</\(Int.random(in: 0..<30, using: &random) == 0 ? "c" : name)>"
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0..<3, using: &random))
            .map { _ in
                Int.random(in: 0..<6, using: &random) == 0 ? pieces.randomElement(using: &random) ?? "" : "字x"
            }
            .joined()
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `every document that is recognised is read as libxml2 reads it`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var recognised = 0
        for _ in 0..<4_000 {
            let document = Self.document(&random)
            guard let plain = PlainXML.read(Array(document.utf8), limits: XMLLimits()) else { continue }
            recognised += 1
            let known = try? XMLDocument.readByLibrary(utf8: Array(document.utf8), limits: XMLLimits())
            #expect(plain == known, "\(document.debugDescription)")
        }
        #expect(recognised > 1_000)
    }

    @Test func `every sign of the basic plane in a section is read alike, or left to libxml2`() throws {
        for value in UInt32(0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let document = Array("<a><![CDATA[\(scalar)]]>\(scalar)</a>".utf8)
            guard let plain = PlainXML.read(document, limits: XMLLimits()) else { continue }
            let known = try? XMLDocument.readByLibrary(utf8: document, limits: XMLLimits())
            #expect(plain == known, "U+\(String(value, radix: 16))")
        }
    }

    @Test func `an event as the platform writes it needs no libxml2`() throws {
        let document = Array("<XML><Text><Content><![CDATA[你好]]></Content></Text>\n<AppId>1</AppId></XML>".utf8)
        let tree = try #require(PlainXML.read(document, limits: XMLLimits()))
        #expect(tree.child("Text")?.child("Content")?.text == "你好")
        #expect(tree.text == "\n")
    }

    @Test func `a document beyond a limit is left to the scan that names the limit`() {
        let deep = String(repeating: "<a>", count: 9) + String(repeating: "</a>", count: 9)
        let wide = "<a>" + String(repeating: "<b></b>", count: 64) + "</a>"
        let long = "<a>" + String(repeating: "x", count: XMLLimits().size) + "</a>"
        for document in [deep, wide, long] {
            #expect(PlainXML.read(Array(document.utf8), limits: XMLLimits()) == nil)
        }
    }
}
