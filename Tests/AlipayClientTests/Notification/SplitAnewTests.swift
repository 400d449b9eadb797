import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// The signed text does not mark the ends of values, so it can be split at another `&`.
///
/// Whoever holds a signed request can send such a form with a valid signature. The protection is that the pieces are no
/// notification, or no event.
@Suite(.timeLimit(.minutes(5)), .watched)
struct SplitAnewTests {
    @Test(arguments: ["a&bz=c", "a&c=]]></Content>", "&biz_contenu=</XML>", "x&charset=GBK&service=y", "&&&==&bz=&"])
    func `a customer's ampersand cannot make another event of a signed request`(_ text: String) throws {
        let request = SignedRequest(EventXML.saying(text.replacingOccurrences(of: "]]>", with: "]]]]><![CDATA[>")))
        let signature = try request.sign()
        let event = try request.event()
        let pieces = try signedText(of: request).split(separator: "&", omittingEmptySubsequences: false)
            .map(String.init)
        for form in Self.forms(of: pieces, signature: signature) {
            let verifier = try NotificationVerifier(keys: [VectorKeys.verifying()])
            guard let parsed = try? NotificationForm(query: [], body: form),
                let notification = try? verifier.verify(parsed),
                let other = try? InboundEvent(notification, appID: SignedRequest.appID)
            else { continue }
            #expect(other == event)
        }
    }

    private func signedText(of request: SignedRequest) throws -> String {
        String(decoding: NotificationVerifier.signatureBase(of: try request.form()), as: UTF8.self)
    }

    /// Every way to join the pieces to fewer parameters, written as a form.
    private static func forms(of pieces: [String], signature: String) -> [[UInt8]] {
        (0..<(1 << (pieces.count - 1)))
            .map { cuts in
                var parameters = [pieces[0]]
                for (index, piece) in pieces.dropFirst().enumerated() {
                    if cuts & (1 << index) != 0 {
                        parameters.append(piece)
                    } else {
                        parameters[parameters.count - 1] += "&" + piece
                    }
                }
                return FormWriter.write((parameters + ["sign=\(signature)"]).map(split))
            }
    }

    private static func split(_ parameter: String) -> (name: String, value: [UInt8]) {
        let name = parameter.prefix { $0 != "=" }
        return (String(name), Array(parameter.dropFirst(name.count + 1).utf8))
    }
}
