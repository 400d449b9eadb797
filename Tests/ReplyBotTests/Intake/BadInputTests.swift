import AlipayClient
import AlipaySimulator
import AsyncHTTPClient
import BotCore
import Foundation
import NIOCore
import NIOHTTP1
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// Requests that are refused: an empty 400, a reason in the log, nothing written, nothing sent.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct BadInputTests {
    /// A spoiled request, and the reason in the log.
    struct Spoiled: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: String
        let body: @Sendable (SimulatedSender.Request) throws -> [UInt8]

        init(_ description: String, _ reason: String, _ change: @escaping @Sendable (String) -> String) {
            testDescription = description
            self.reason = reason
            body = { Array(change(String(decoding: $0.body, as: UTF8.self)).utf8) }
        }

        /// XML that the test signs itself.
        init(xml: String, _ reason: String, charset: Charset = .utf8) {
            testDescription = String(xml.prefix(60))
            self.reason = reason
            body = { _ in try SignedForm.make(Array(xml.utf8), charset: charset.rawValue) }
        }

        init(bytes: [UInt8], charset: String, _ reason: String) {
            testDescription = "\(reason) \(charset)"
            self.reason = reason
            body = { _ in try SignedForm.make(bytes, charset: charset) }
        }
    }

    static let cases: [Spoiled] = [
        Spoiled("nothing", "missing-parameter") { _ in "" },
        Spoiled("no sign", "missing-parameter") { $0.split(separator: "&sign=").first.map(String.init) ?? "" },
        Spoiled("empty sign", "missing-parameter") { $0.split(separator: "&sign=").first.map { "\($0)&sign=" } ?? "" },
        Spoiled("doubled name", "duplicate-parameter") { $0 + "&charset=GBK" },
        Spoiled("doubled name in another spelling", "duplicate-parameter") { $0 + "&%63harset=GBK" },
        Spoiled("half a percent escape", "malformed-percent-encoding") { $0 + "&x=%4" },
        Spoiled("unknown charset", "unknown-charset") { $0.replacing("charset=GBK", with: "charset=KOI8-R") },
        Spoiled("another sign type", "unexpected-sign-type") { $0.replacing("sign_type=RSA2", with: "sign_type=RSA") },
        Spoiled("another charset than signed", "bad-signature") { $0.replacing("charset=GBK", with: "charset=UTF-8") },
        Spoiled("65 parameters", "excessive-parameters") { $0 + (0..<61).map { "&p\($0)=1" }.joined() },
        Spoiled("too large", "oversized-body") { $0 + "&x=" + String(repeating: "a", count: 128 * 1_024) },
        Spoiled(xml: "<XML><AppId>", "broken-xml"),
        Spoiled(xml: "<!DOCTYPE XML [<!ENTITY a \"b\">]><XML>&a;</XML>", "forbidden-xml"),
        Spoiled(xml: "<XML a=\"1\"></XML>", "forbidden-xml"),
        Spoiled(xml: String(repeating: "<a>", count: 9) + String(repeating: "</a>", count: 9), "excessive-xml"),
        Spoiled(xml: "<XML>" + String(repeating: "<a/>", count: 64) + "</XML>", "excessive-xml"),
        Spoiled(xml: "<XML><AppId>1</AppId><AppId>1</AppId></XML>", "duplicate-element"),
        Spoiled(xml: "<XML>" + String(repeating: "字", count: 14_000) + "</XML>", "missing-element"),
        Spoiled(xml: "<XML></XML>", "missing-element"),
        Spoiled(xml: "<XML><AppId>2021999999999999</AppId></XML>", "foreign-application"),
        Spoiled(bytes: [0x3C, 0xFF, 0xFF], charset: "GBK", "undecodable-text"),
        Spoiled(bytes: [0x3C, 0xC3, 0x28], charset: "UTF-8", "undecodable-text"),
    ]

    @Test(arguments: cases)
    func `a spoiled request gets an empty 400, a reason, and leaves no trace`(spoiled: Spoiled) async throws {
        try await TestWorld.run { world in
            let request = try world.courier.sender.request(for: world.event(.say("我要退款")))
            let (status, body) = try await world.post(try spoiled.body(request))
            #expect(status == 400)
            #expect(body.isEmpty)
            #expect(
                world.logs.lines.contains { $0.hasPrefix("warning request refused") && $0.contains(spoiled.reason) }
            )
            #expect(try await world.store.events(limit: 1).isEmpty)
            #expect(await world.platform.sends.isEmpty)
            #expect(!world.logs.lines.contains { $0.contains("退款") })
        }
    }

    @Test(
        arguments: [
            ("application/json", false), ("text/xml;charset=GBK", false), ("multipart/form-data; boundary=x", false),
            ("application/x-www-form-urlencodedx", false), (";", false), ("*/*", false),
            ("application/x-www-form-urlencoded", true), ("APPLICATION/X-WWW-FORM-URLENCODED ;charset=KOI8-R", true),
            ("application/x-www-form-urlencoded; charset=GBK", true), ("", true), (nil, true),
        ] as [(String?, Bool)]
    )
    func `a body is a form, or says nothing of itself`(contentType: String?, isAccepted: Bool) async throws {
        try await TestWorld.run { world in
            let request = try world.courier.sender.request(for: world.event(.say("我要退款")))
            let (status, body) = try await world.post(request.body, contentType: contentType)
            #expect(status == (isAccepted ? 200 : 400))
            #expect(body.isEmpty == !isAccepted)
            #expect(world.logs.lines.contains { $0.contains("unexpected-content-type") } == !isAccepted)
            #expect(try await world.store.events(limit: 1).isEmpty == !isAccepted)
        }
    }

    /// The signatures on which implementations differ are accepted, and counted (PROTOCOL 1.2).
    @Test func `a signature that verifies only under another variant is counted`() async throws {
        try await TestWorld.run { world in
            let usual = try world.courier.sender.request(for: world.event(.say("喂"), id: "1"))
            #expect(try await world.post(usual.body).status == 200)
            #expect(!world.logs.lines.contains { $0.contains("another variant") })
            for count in 1...2 {
                let xml = world.event(.say("喂"), id: "\(count + 1)")
                let body = try world.courier.sender.request(for: xml).body + Array("&alipay_cert_sn=0".utf8)
                #expect(try await world.post(body).status == 200)
                let noted = "[\"count=\(count)\", \"reading=without-certificate-serial\"]"
                #expect(world.logs.lines.contains { $0.hasPrefix("info") && $0.contains(noted) }, "\(world.logs.lines)")
            }
        }
    }

    @Test func `query and body are one form`() async throws {
        try await TestWorld.run { world in
            let request = try world.courier.sender.request(for: world.event(.say("我要退款")))
            let parts = String(decoding: request.body, as: UTF8.self).split(separator: "&")
            let (status, body) = try await world.post(
                Array(parts[1...].joined(separator: "&").utf8),
                query: String(parts[0])
            )
            #expect(world.courier.check.verdict(status: status, body: body) == .acknowledged(userID: TestWorld.user))
        }
    }
}

/// Signs content that the simulator would not send.
enum SignedForm {
    static func make(_ content: [UInt8], charset: String) throws -> [UInt8] {
        var text = Array("biz_content=".utf8) + content
        text += Array("&charset=\(charset)&service=alipay.mobile.public.message.notify&sign_type=RSA2".utf8)
        let sign = try TestWorld.keys.get().platform.signBase64(text)
        let form = [
            "biz_content=\(encode(content))", "charset=\(charset)", "service=alipay.mobile.public.message.notify",
            "sign_type=RSA2", "sign=\(encode(Array(sign.utf8)))",
        ]
        return Array(form.joined(separator: "&").utf8)
    }

    private static func encode(_ bytes: [UInt8]) -> String {
        bytes.map { "%" + (($0 < 16 ? "0" : "") + String($0, radix: 16)) }.joined()
    }
}

extension TestWorld {
    /// Posts bytes to the gateway.
    func post(
        _ body: [UInt8],
        query: String? = nil,
        contentType: String? = nil
    ) async throws -> (status: Int, body: [UInt8]) {
        var request = HTTPClientRequest(url: gateway + (query.map { "?\($0)" } ?? ""))
        request.method = .POST
        if let contentType { request.headers.add(name: "Content-Type", value: contentType) }
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await courier.client.execute(request, timeout: .hours(1))
        let content = try await response.body.collect(upTo: 1_024 * 1_024)
        return (Int(response.status.code), Array(content.readableBytesView))
    }
}
