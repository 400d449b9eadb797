import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct NotificationFormTests {
    private static func form(_ query: String, _ body: String) throws -> NotificationForm {
        try NotificationForm(query: Array(query.utf8), body: Array(body.utf8))
    }

    private static func isAccepted(_ query: String, _ body: String) -> Bool {
        (try? form(query, body)) != nil
    }

    @Test(
        arguments: [
            ("a=1", "a=1"), ("a=1", "a=2"), ("", "a=1&a=1"), ("a=1&a=2", ""), ("a", "a="), ("sign=x", "%73ign=y"),
            ("", "sign=x&%73%69gn=x"), ("", "a%00=1&a%00=2"), ("", "+=1&%20=2"), ("", "=1&=2"), ("=", "=1"),
            ("biz_content=1", "biz%5Fcontent=2"), ("", "a%3D=1&a%3d=2"),
        ]
    )
    func `a name that occurs twice is refused`(_ query: String, _ body: String) {
        #expect(throws: NotificationError.duplicateParameter) { try Self.form(query, body) }
    }

    @Test(
        arguments: [
            ("sign=1", "SIGN=2"), ("a=1", "a%00=2"), ("a=1", "a+=2"), ("a=1;a=2", ""), ("a=1", "%00a=2"),
            // Equal as text, different as bytes.
            ("%C3%A9=1", "e%CC%81=2"), ("K=1", "%E2%84%AA=2"),
        ]
    )
    func `names are compared as bytes`(_ query: String, _ body: String) {
        #expect(throws: Never.self) { try Self.form(query, body) }
    }

    @Test func `query and body are one form, in byte order of the names`() throws {
        let form = try Self.form("sign_type=RSA2&zeta=1", "biz_content=%20x&Zeta=2&_a=3")
        #expect(
            NotificationVerifier.signatureBase(of: form)
                == Array("Zeta=2&_a=3&biz_content= x&sign_type=RSA2&zeta=1".utf8)
        )
    }

    @Test func `only the parameter sign itself is left out of what is signed`() throws {
        let form = try Self.form("", "sign=1&SIGN=2&sign%00=3&sign+=4&sign_type=5")
        #expect(NotificationVerifier.signatureBase(of: form) == Array("SIGN=2&sign\0=3&sign =4&sign_type=5".utf8))
    }

    @Test(arguments: [(64, true), (65, false)])
    func `a notification has at most 64 parameters`(_ count: Int, _ isAccepted: Bool) {
        let body = (0..<count).map { "p\($0)=1" }.joined(separator: "&")
        #expect(Self.isAccepted("", body) == isAccepted)
        #expect(Self.isAccepted("", "\(body)&&&") == isAccepted)
    }

    @Test(arguments: [(64, true), (65, false)])
    func `a name has at most 64 bytes`(_ length: Int, _ isAccepted: Bool) {
        let name = String(repeating: "n", count: length)
        #expect(Self.isAccepted("\(name)=1", "") == isAccepted)
        #expect(Self.isAccepted("", String(repeating: "%6e", count: length)) == isAccepted)
    }

    @Test(
        arguments: [
            ("service=alipay.service.check&charset=UTF-8", true, Charset.utf8),
            ("service=alipay.service.check", true, .gbk),
            ("service=alipay.mobile.public.message.notify&charset=latin1", false, .gbk),
            ("service=ALIPAY.SERVICE.CHECK&charset=%FF", false, .gbk),
            ("", false, .gbk),
        ]
    )
    func `a refusal can be written before anything is verified`(
        _ body: String,
        _ isCheck: Bool,
        _ charset: Charset
    ) throws {
        let form = try Self.form("", body)
        #expect(form.unverifiedIsGatewayCheck == isCheck)
        #expect(form.unverifiedCharset == charset)
    }
}
