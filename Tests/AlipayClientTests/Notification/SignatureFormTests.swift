import Foundation
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct SignatureFormTests {
    /// Ways to respell or spoil a valid signature.
    static let spoilings: [(name: String, change: @Sendable (String) -> String)] = [
        ("white space before it", { " " + $0 }),
        ("white space behind it", { $0 + " " }),
        ("a line end behind it", { $0 + "\n" }),
        ("a CR LF inside it", { $0.prefix(64) + "\r\n" + $0.dropFirst(64) }),
        ("a NUL behind it", { $0 + "\0" }),
        ("no padding", { $0.replacingOccurrences(of: "=", with: "") }),
        ("half the padding", { String($0.dropLast()) }),
        ("more padding", { $0 + "=" }),
        ("the URL-safe alphabet", urlSafe),
        ("a plus that became a space", { $0.replacingOccurrences(of: "+", with: " ") }),
        ("bits behind the end", withTrailingBits),
        ("the signature twice", { $0 + $0 }),
        ("four characters too few", { String($0.dropLast(8)) + "==" }),
        ("a byte in front", { "AAAA" + $0 }),
        ("another case", { $0.uppercased() }),
        ("escapes once more", { $0.replacingOccurrences(of: "=", with: "%3D") }),
        ("quotes", { "\"\($0)\"" }),
        ("the text null", { _ in "null" }),
        ("only padding", { _ in "====" }),
        ("one white space", { _ in " " }),
        ("zeros", { _ in String(repeating: "A", count: 342) + "==" }),
        ("ones", { _ in String(repeating: "/", count: 341) + "w==" }),
        ("letters that only look alike", { $0.replacingOccurrences(of: "K", with: "\u{212A}") }),
    ]

    @Test(arguments: spoilings.indices)
    func `a signature is accepted in one spelling only`(_ index: Int) throws {
        let spoiling = Self.spoilings[index]
        var request = SignedRequest(EventXML.text())
        let signature = try Self.signatureWithEveryCharacter(of: &request)
        request.signature = spoiling.change(signature)
        #expect(request.signature.map { Array($0.utf8) } != Array(signature.utf8), "\(spoiling.name)")
        #expect(throws: NotificationError.badSignature, "\(spoiling.name)") { try request.verify() }
    }

    @Test func `an empty signature is a missing one`() throws {
        var request = SignedRequest(EventXML.text())
        request.signature = ""
        #expect(throws: NotificationError.missingParameter) { try request.verify() }
    }

    @Test func `a signature that is no text is a missing one`() throws {
        let body = FormWriter.write(SignedRequest(EventXML.text()).parameters) + Array("&sign=%FF".utf8)
        let form = try NotificationForm(query: [], body: body)
        let verifier = try NotificationVerifier(keys: [VectorKeys.verifying()])
        #expect(throws: NotificationError.missingParameter) { try verifier.verify(form) }
    }

    @Test(arguments: ["attacker", "app", "alipay_platform_next", "alipay_platform_rsa1024"])
    func `a signature of another key is refused`(_ key: String) throws {
        var request = SignedRequest(EventXML.text())
        request.key = key
        #expect(throws: NotificationError.badSignature) { try request.verify() }
    }

    /// Signs a request so that its signature has a plus, a slash and a K, which some spoilings replace.
    private static func signatureWithEveryCharacter(of request: inout SignedRequest) throws -> String {
        for attempt in 0..<1_000 {
            request.set("attempt", "\(attempt)")
            let signature = try request.sign()
            if Set("+/K").isSubset(of: signature) { return signature }
        }
        throw KeyError.empty
    }

    @Sendable private static func urlSafe(_ text: String) -> String {
        text.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
    }

    /// The last character before the padding carries four bits that base64 ignores.
    @Sendable private static func withTrailingBits(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let body = text.dropLast(2)
        guard let last = body.last.flatMap(alphabet.firstIndex(of:)) else { return text }
        return body.dropLast() + String(alphabet[last + 1]) + "=="
    }
}
