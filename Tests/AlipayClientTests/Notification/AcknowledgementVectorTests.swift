import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// A signed answer of the gateway, byte for byte.
struct AcknowledgementVector: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let charset: String
    let contentType: String
    let signType: String
    let signKey: String
    let documentFile: String

    var testDescription: String { id }

    static func all() throws -> [AcknowledgementVector] { try Vectors.decode("ack.json") }
}

@Suite(.timeLimit(.minutes(5)), .watched)
struct AcknowledgementVectorTests {
    @Test(arguments: try AcknowledgementVector.all())
    func `an answer is the document of every implementation`(_ vector: AcknowledgementVector) throws {
        let answer = try answer(to: vector)
        #expect(answer.body == (try Vectors.bytes(vector.documentFile)))
        #expect(answer.contentType == vector.contentType)
        #expect(answer.charset == Charset(name: vector.charset))
    }

    private func answer(to vector: AcknowledgementVector) throws -> SignedAnswer {
        let charset = try #require(Charset(name: vector.charset))
        let writer = try Acknowledgement(
            key: try VectorKeys.signing(VectorKeys.name(inPath: vector.signKey)),
            signType: try #require(SignType(rawValue: vector.signType)),
            handshakeForm: vector.id.contains("certmode") ? .successOnly : .withPublicKey
        )
        switch vector.id {
        case "verifygw_ok_gbk", "verifygw_ok_utf8", "verifygw_ok_certmode_gbk":
            return writer.gatewayVerified(in: charset)
        case "verifygw_fail_gbk":
            return writer.gatewayRefused(in: charset)
        case "ack_utf8":
            return try writer.acknowledge(event("2088102122458832", charset), at: answered)
        default:
            return try writer.acknowledge(event("20880037081313300931049260316403", charset), at: answered)
        }
    }

    private let answered = Date(timeIntervalSince1970: 1_457_426_646.999)

    private func event(_ userID: String, _ charset: Charset) throws -> InboundEvent {
        let xml = EventXML.text(["FromAlipayUserId": userID])
        return try SignedRequest(xml, charset: charset).event()
    }

    @Test func `an id is answered, and signed, in the request's character set`() throws {
        let writer = try Acknowledgement(key: try VectorKeys.signing())
        let answer = try writer.acknowledge(event("余额€", .gbk), at: answered)
        let text = try #require(Charset.gbk.decode(answer.body))
        #expect(text.contains("<ToUserId><![CDATA[余额€]]></ToUserId>"))
        let response = try #require(text.split(separator: "<response>").last?.split(separator: "</response>").first)
        let sign = try #require(text.split(separator: "<sign>").last?.split(separator: "</sign>").first)
        #expect(
            try VectorKeys.verifying("app").isValid(base64: String(sign), for: Charset.gbk.encode(String(response)))
        )
    }

    @Test func `an id cannot break out of its element`() throws {
        let writer = try Acknowledgement(key: try VectorKeys.signing())
        let hostile = "]]&gt;&lt;/ToUserId>&lt;AppId>x&lt;/AppId>]]&gt;\u{301}&lt;b/>"
        let answer = try writer.acknowledge(event(hostile, .utf8), at: answered)
        let text = try #require(String(validating: answer.body, as: UTF8.self))
        let tree = try XMLDocument.read(text, limits: XMLLimits())
        let acknowledgement = try #require(tree.child("response")?.child("XML"))
        #expect(acknowledgement.children.map(\.name) == ["ToUserId", "AppId", "CreateTime", "MsgType"])
        #expect(acknowledgement.child("ToUserId")?.text == "]]></ToUserId><AppId>x</AppId>]]>\u{301}<b/>")
    }
}
