@testable import AlipayClient

/// Fifty requests that Alipay could have sent: the golden vectors, filled up with our own.
enum ValidRequests {
    /// One of them.
    struct Request: Sendable {
        let name: String
        let body: [UInt8]
    }

    static func all() throws -> [Request] {
        let recorded = try InboundVector.verified().filter { $0.signType == "RSA2" }
            .map { Request(name: $0.id, body: try Vectors.bytes($0.bodyFile)) }
        return recorded + (try made())
    }

    private static func made() throws -> [Request] {
        try Charset.allCases.flatMap { charset in
            try contents.map { name, content in
                let service = name == "handshake" ? "alipay.service.check" : "alipay.mobile.public.message.notify"
                let request = SignedRequest(content, charset: charset, service: service)
                return Request(name: "\(name) in \(charset.rawValue)", body: try request.body())
            }
        }
    }

    private static let contents: [(name: String, content: String)] = [
        ("a greeting", EventXML.text()), ("an empty message", EventXML.saying("")),
        ("markup", EventXML.saying("<b>&amp;</b>")), ("a form", EventXML.saying("a=b&sign=c&charset=GBK&%26+ ")),
        ("the end of a section", EventXML.saying("]]]]><![CDATA[>")),
        ("a long message", EventXML.saying(String(repeating: "退款", count: 400))),
        ("line ends", EventXML.saying("一\r\n二\n\n三")),
        ("no message id", EventXML.text(["MsgId": nil])),
        ("an older follower", EventXML.text(["FromAlipayUserId": nil])),
        ("a follow", EventXML.event("follow")), ("an unfollow", EventXML.event("unfollow")),
        ("a click", EventXML.event("click", parameter: "菜单&1=2")), ("an enter", EventXML.event("enter")),
        ("a scene", EventXML.event("enter", parameter: #"{"scene":{"sceneId":"1"}}"#)),
        ("something new", EventXML.event("future")), ("handshake", EventXML.event("verifygw")),
        ("reversed", EventXML.document(EventXML.elements.reversed())),
    ]
}
