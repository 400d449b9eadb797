@testable import AlipayClient

/// A document that is no event, and the reason for its refusal.
struct XMLAttack {
    let name: String
    let document: String
    let error: NotificationError

    init(_ name: String, _ document: String, _ error: NotificationError) {
        self.name = name
        self.document = document
        self.error = error
    }

    /// Document types, entities and processing instructions (RELIABILITY T8).
    static let entities: [XMLAttack] = [
        XMLAttack("a document type", "<!DOCTYPE XML>" + good, .forbiddenXML),
        XMLAttack("one in lower case", "<!doctype XML>" + good, .forbiddenXML),
        XMLAttack("one behind a comment", "<!-- x --><!DOCTYPE XML>" + good, .forbiddenXML),
        XMLAttack("one behind a declaration", "<?xml version=\"1.0\"?>\n<!DOCTYPE XML>" + good, .forbiddenXML),
        XMLAttack("one inside the root", "<XML><!DOCTYPE XML></XML>", .forbiddenXML),
        XMLAttack("an internal entity", "<!DOCTYPE a [<!ENTITY x \"y\">]><XML>&x;</XML>", .forbiddenXML),
        XMLAttack(
            "a local file",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><XML>&x;</XML>",
            .forbiddenXML
        ),
        XMLAttack(
            "a parameter entity",
            "<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/\"> %x;]><XML/>",
            .forbiddenXML
        ),
        XMLAttack(
            "an external document type",
            "<!DOCTYPE XML SYSTEM \"http://127.0.0.1:1/a.dtd\"><XML/>",
            .forbiddenXML
        ),
        XMLAttack("a billion laughs", laughs, .forbiddenXML),
        XMLAttack("an entity without a document type", "<!ENTITY x \"y\">" + good, .forbiddenXML),
        XMLAttack("an entity that nobody declared", "<XML>&x;</XML>", .brokenXML),
        XMLAttack("an element declaration", "<XML><!ELEMENT a ANY></XML>", .forbiddenXML),
        XMLAttack("a conditional section", "<XML><![INCLUDE[x]]></XML>", .forbiddenXML),
        XMLAttack("an instruction", "<XML><?php x?></XML>", .forbiddenXML),
        XMLAttack("an instruction in first place", "<?php x?>" + good, .forbiddenXML),
        XMLAttack(
            "an instruction that begins like a declaration",
            "<?xml-stylesheet href=\"x\"?>" + good,
            .forbiddenXML
        ),
        XMLAttack("an instruction behind the root", good + "<?x?>", .forbiddenXML),
        XMLAttack("a second declaration", "<?xml version=\"1.0\"?><?xml version=\"1.0\"?>" + good, .forbiddenXML),
        XMLAttack("a declaration behind a comment", "<!-- x --><?xml version=\"1.0\"?>" + good, .forbiddenXML),
    ]

    /// Attributes, nesting and numbers (RELIABILITY T9).
    static let excesses: [XMLAttack] = [
        XMLAttack("an attribute", "<XML a=\"b\"></XML>", .forbiddenXML),
        XMLAttack("a name space", "<XML xmlns=\"urn:x\"/>", .forbiddenXML),
        XMLAttack("an attribute with a tag in it", "<XML a=\"<b>\"></XML>", .forbiddenXML),
        XMLAttack("an attribute with an end in it", "<XML a='>'></XML>", .forbiddenXML),
        XMLAttack("an attribute behind a tab", "<XML\ta='1'/>", .forbiddenXML),
        XMLAttack("an attribute behind a line end", "<XML\na='1'/>", .forbiddenXML),
        XMLAttack("an attribute without a space", "<XML/a='1'/>", .forbiddenXML),
        XMLAttack("an attribute inside", "<XML><Text a='1'/></XML>", .forbiddenXML),
        XMLAttack(
            "6,000 attributes",
            "<XML " + (0..<6_000).map { "a\($0)=\"\"" }.joined(separator: " ") + "/>",
            .forbiddenXML
        ),
        XMLAttack("9 elements inside one another", nested(9), .excessiveXML),
        XMLAttack("9, the last of which is empty", nested(8, around: "<a/>"), .excessiveXML),
        XMLAttack("9,000 inside one another", nested(9_000), .excessiveXML),
        XMLAttack("65 elements", "<XML>" + String(repeating: "<a/>", count: 64) + "</XML>", .excessiveXML),
        XMLAttack("65 closed elements", "<XML>" + String(repeating: "<a></a>", count: 64) + "</XML>", .excessiveXML),
        XMLAttack("more bytes than the cap", "<XML>" + String(repeating: "好", count: 22_000) + "</XML>", .oversizedXML),
    ]

    /// Documents that no parser may repair.
    static let broken: [XMLAttack] = [
        XMLAttack("nothing", " ", .brokenXML),
        XMLAttack("no markup", "你好", .brokenXML),
        XMLAttack("text behind the root", good + "x", .brokenXML),
        XMLAttack("text before the root", "x" + good, .brokenXML),
        XMLAttack("two roots", good + good, .brokenXML),
        XMLAttack("an empty second root", good + "<a/>", .brokenXML),
        XMLAttack("a missing end", String(good.dropLast(6)), .brokenXML),
        XMLAttack("half an end", String(good.dropLast()), .brokenXML),
        XMLAttack("crossed elements", "<XML><a><b></a></b></XML>", .brokenXML),
        XMLAttack("an end without a start", "</XML>" + good, .brokenXML),
        XMLAttack("an attribute of an end", "<XML></XML a='1'>", .brokenXML),
        XMLAttack("an element without a name", "<XML><></></XML>", .brokenXML),
        XMLAttack("an open CDATA section", "<XML><![CDATA[x</XML>", .brokenXML),
        XMLAttack("CDATA in lower case", "<XML><![cdata[x]]></XML>", .forbiddenXML),
        XMLAttack("an open comment", "<XML><!-- x</XML>", .brokenXML),
        XMLAttack("a comment with two hyphens", "<XML><!-- a -- b --></XML>", .brokenXML),
        XMLAttack("an open declaration", "<?xml version=\"1.0\"" + good, .brokenXML),
        XMLAttack("a declaration without a version", "<?xml encoding=\"UTF-8\"?>" + good, .brokenXML),
        XMLAttack("the end of a CDATA section in text", "<XML>a]]>b</XML>", .brokenXML),
        XMLAttack("a bare ampersand", "<XML>a & b</XML>", .brokenXML),
        XMLAttack("a NUL", "<XML>a\0b</XML>", .brokenXML),
        XMLAttack("a NUL in a CDATA section", "<XML><![CDATA[a\0b]]></XML>", .brokenXML),
        XMLAttack("a NUL behind the root", good + "\0", .brokenXML),
        XMLAttack("a NUL that hides a second root", good + "\0" + good, .brokenXML),
        XMLAttack("a NUL before the root", "\0" + good, .brokenXML),
        XMLAttack("a reference to NUL", "<XML>&#0;</XML>", .brokenXML),
        XMLAttack("a control character", "<XML>\u{1}</XML>", .brokenXML),
        XMLAttack("an escape character", "<XML><![CDATA[\u{1B}[2J]]></XML>", .brokenXML),
        XMLAttack("U+FFFE", "<XML>\u{FFFE}</XML>", .brokenXML),
        XMLAttack("a reference to U+FFFF", "<XML>&#xFFFF;</XML>", .brokenXML),
        XMLAttack("a reference to a surrogate", "<XML>&#xD83D;&#xDE00;</XML>", .brokenXML),
    ]

    private static let good = "<XML><AppId>1</AppId></XML>"

    private static func nested(_ depth: Int, around content: String = "") -> String {
        String(repeating: "<a>", count: depth) + content + String(repeating: "</a>", count: depth)
    }

    private static let laughs =
        "<!DOCTYPE lolz [<!ENTITY l0 \"lol\">"
        + (1...9).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
        + "]><XML>&l9;</XML>"
}
