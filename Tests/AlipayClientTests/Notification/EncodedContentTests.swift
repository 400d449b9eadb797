import Foundation
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct EncodedContentTests {
    private static func event(charset: String, saying bytes: [UInt8]) throws -> InboundEvent {
        let parts = EventXML.saying("|").split(separator: "|").map { Array($0.utf8) }
        return try SignedRequest(bytes: parts[0] + bytes + parts[1], charset: charset).event()
    }

    @Test(
        arguments: [
            // A lone lead byte takes the first bracket of `]]>` with it.
            ([0xC4], NotificationError.brokenXML), ([0xC4, 0xE3, 0xBA], .brokenXML), ([0x81], .brokenXML),
            ([0xFF], .undecodableText), ([0x80], .undecodableText), ([0xC4, 0x20], .undecodableText),
            ([0xC4, 0x7F], .undecodableText), ([0x81, 0x30, 0x81], .undecodableText), ([0x00], .brokenXML),
        ] as [([UInt8], NotificationError)]
    )
    func `bytes that are no GBK change no structure`(_ bytes: [UInt8], _ error: NotificationError) {
        #expect(throws: error) { try Self.event(charset: "GBK", saying: bytes) }
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xC1, 0x9D], [0xE0, 0x80, 0xBC], [0xF0, 0x80, 0x80, 0xBC], [0xED, 0xA0, 0xBD],
            [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE4, 0xBD], [0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80],
            [0xC4, 0xE3],
        ] as [[UInt8]]
    )
    func `over-long and broken UTF-8 is refused, not replaced`(_ bytes: [UInt8]) {
        #expect(throws: NotificationError.undecodableText) { try Self.event(charset: "UTF-8", saying: bytes) }
    }

    @Test(
        arguments: [
            [0x8D, 0x5D], [0xC4, 0x5B], [0xC1, 0x7C], [0x81, 0x5C], [0x81, 0x40], [0xA2, 0xE3], [0xFE, 0xFE],
        ] as [[UInt8]]
    )
    func `a trail byte that looks like markup is none`(_ bytes: [UInt8]) throws {
        let text = try #require(Charset.gbk.decode(bytes))
        #expect(text.unicodeScalars.count == 1)
        #expect(try Self.event(charset: "GBK", saying: bytes).content == .text(text))
    }

    @Test func `the declared and signed character set decides, not the declaration`() throws {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + EventXML.text()
        #expect(try SignedRequest(text, charset: .gbk).event().content == .text("你好"))
        let gbk = text.replacingOccurrences(of: "UTF-8", with: "GBK")
        #expect(try SignedRequest(gbk, charset: .utf8).event().content == .text("你好"))
    }

    @Test func `more bytes than the cap are refused before they are decoded`() throws {
        let notification = try SignedRequest(EventXML.text()).verify()
        var limits = XMLLimits()
        limits.size = 10
        #expect(throws: NotificationError.oversizedXML) {
            try InboundEvent(notification, appID: SignedRequest.appID, limits: limits)
        }
    }
}
