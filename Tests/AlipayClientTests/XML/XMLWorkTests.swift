import TestSupport
import Testing

@testable import AlipayClient

/// The work that a document can cause, counted rather than timed (RELIABILITY T8, T9).
@Suite(.timeLimit(.minutes(5)), .watched)
struct XMLWorkTests {
    /// One pass over the bytes refuses documents that would cost libxml2 much time or memory.
    @Test(arguments: XMLAttack.entities.indices)
    func `no document type or instruction reaches the parser`(_ index: Int) {
        let attack = XMLAttack.entities[index]
        guard attack.error == .forbiddenXML else { return }
        #expect(throws: NotificationError.forbiddenXML, "\(attack.name)") {
            try XMLPreScan.check(Array(attack.document.utf8), limits: XMLLimits())
        }
    }

    @Test(arguments: XMLAttack.excesses.indices)
    func `no attribute and no excess reaches the parser`(_ index: Int) {
        let attack = XMLAttack.excesses[index]
        #expect(throws: attack.error, "\(attack.name)") {
            try XMLPreScan.check(Array(attack.document.utf8), limits: XMLLimits())
        }
    }

    @Test func `at least sixty attacks are tried`() {
        #expect(XMLAttack.entities.count + XMLAttack.excesses.count + XMLAttack.broken.count >= 60)
    }

    /// Even below the size limit: 60,000 attributes cost libxml2 half a minute.
    @Test(arguments: [1, 4_000, 60_000])
    func `attributes are refused at the first one`(_ count: Int) {
        let document = "<XML " + (0..<count).map { "a\($0)='' " }.joined() + "/>"
        var limits = XMLLimits()
        limits.size = .max
        #expect(throws: NotificationError.forbiddenXML) { try XMLPreScan.check(Array(document.utf8), limits: limits) }
    }

    /// Pieces that fill a document.
    static let pieces = [
        "<![CDATA[]]>", "<![CDATA[x]]>", "<!---->", "<!--x-->", "&#x4f60;", "&lt;", "你", "]", "\r\n", "-", ">",
    ]

    /// The parser makes a node of a few hundred bytes for each piece, so the number of nodes bounds its memory.
    @Test(arguments: pieces)
    func `the worst document that is accepted has fewer parts than bytes`(_ piece: String) throws {
        let room = XMLLimits().size - "<a></a>".utf8.count
        let count = room / piece.utf8.count
        let document = "<a>\(String(repeating: piece, count: count))</a>"
        let tree = try XMLDocument.read(document, limits: XMLLimits())
        #expect(tree.children.isEmpty)
        #expect(tree.text.utf8.count <= XMLLimits().size)
        #expect(throws: NotificationError.oversizedXML) {
            try XMLDocument.read(document + piece + piece, limits: XMLLimits())
        }
    }
}
