import AlipayClient
import Foundation

/// A text message in GBK as Alipay sends it, and the steps of the request half.
struct WireWorkload {
    static let appID = "2021000000000001"

    let platformKey: SigningKey
    let applicationKey: SigningKey
    /// The signed bytes.
    let message: [UInt8]
    let signature: [UInt8]
    /// The event in UTF-8.
    let document: [UInt8]

    private let body: [UInt8]
    private let verifier: NotificationVerifier
    private let acknowledgement: Acknowledgement
    private let event: InboundEvent
    private let notification: VerifiedNotification

    init() throws {
        platformKey = try SigningKey.generate()
        applicationKey = try SigningKey.generate()
        document = Array(WireWorkload.xml.utf8)
        let content = Charset.gbk.encode(WireWorkload.xml)
        let parameters = [
            ("biz_content", content), ("charset", Array("GBK".utf8)),
            ("service", Array("alipay.mobile.public.message.notify".utf8)), ("sign_type", Array("RSA2".utf8)),
        ]
        message = Array(parameters.map { Array("\($0)=".utf8) + $1 }.joined(separator: Array("&".utf8)))
        signature = try platformKey.sign(message)
        let signed = parameters + [("sign", Array(Data(signature).base64EncodedString().utf8))]
        body = Array(signed.map { "\($0)=\(WireWorkload.escape($1))" }.joined(separator: "&").utf8)
        verifier = NotificationVerifier(keys: [try platformKey.verifyingKey()])
        acknowledgement = try Acknowledgement(key: applicationKey)
        notification = try verifier.verify(try NotificationForm(query: [], body: body))
        event = try InboundEvent(notification, appID: WireWorkload.appID)
    }

    /// The steps of the request half, and the whole.
    var steps: [WireStep] {
        [
            WireStep(name: "form", times: 2_000) { times in
                for _ in 0..<times { _ = try NotificationForm(query: [], body: body) }
            },
            WireStep(name: "verify", times: 200) { times in
                for _ in 0..<times { _ = try verifier.verify(try NotificationForm(query: [], body: body)) }
            },
            WireStep(name: "parse", times: 500) { times in
                for _ in 0..<times { _ = try InboundEvent(notification, appID: WireWorkload.appID) }
            },
            WireStep(name: "sign", times: 20) { times in
                for _ in 0..<times { _ = try applicationKey.sign(message) }
            },
            WireStep(name: "ack", times: 20) { times in
                for _ in 0..<times { _ = try acknowledgement.acknowledge(event, at: Date()) }
            },
            WireStep(name: "request", times: 20) { times in
                for _ in 0..<times { try answer() }
            },
        ]
    }

    /// From the bytes of the request to those of the answer.
    private func answer() throws {
        let notification = try verifier.verify(try NotificationForm(query: [], body: body))
        let event = try InboundEvent(notification, appID: WireWorkload.appID)
        _ = try acknowledgement.acknowledge(event, at: Date())
    }

    /// As Java's URLEncoder writes it.
    private static func escape(_ bytes: [UInt8]) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.*".utf8)
        return bytes.reduce(into: "") { text, byte in
            if plain.contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += (digits.utf8.count == 1 ? "%0" : "%") + digits
            }
        }
    }

    /// The capture of 2016 with a text of usual length (PROTOCOL 1.5).
    private static let xml =
        "<XML><Text><Content><![CDATA[你好，我昨天买的东西什么时候可以退款？谢谢]]></Content></Text>"
        + "<FromAlipayUserId><![CDATA[2088402125991030]]></FromAlipayUserId>"
        + "<AppId><![CDATA[\(appID)]]></AppId><MsgType><![CDATA[text]]></MsgType>"
        + "<CreateTime><![CDATA[1457426646396]]></CreateTime>"
        + "<FromUserId><![CDATA[20880037081313300931049260316403]]></FromUserId>"
        + "<MsgId><![CDATA[160308464406000001]]></MsgId>"
        + "<UserInfo><![CDATA[{\"logon_id\":\"516***@qq.com\",\"user_name\":\"*克楠\"}]]></UserInfo></XML>"
}
