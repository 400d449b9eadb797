import AlipayClient
import Foundation

/// Whatever Alipay signs, it is refused for a reason, or becomes an event whose acknowledgement is well made.
enum EventFuzz {
    private static let appID = "2021000000000001"
    /// Small, to be fast: what a stranger writes comes behind the signature.
    private static let key = Result { try SigningKey.generate(bits: 512) }
    private static let verifying = Result { try key.get().verifyingKey() }
    private static let acknowledgement = Result { try Acknowledgement(key: key.get()) }

    static func fault(in bytes: [UInt8]) -> String? {
        for charset in Charset.allCases {
            for service in ["alipay.mobile.public.message.notify", "alipay.service.check"] {
                if let fault = fault(in: bytes, charset, service) { return "\(charset.rawValue): \(fault)" }
            }
        }
        return nil
    }

    private static func fault(in content: [UInt8], _ charset: Charset, _ service: String) -> String? {
        do {
            let notification = try notification(content, charset, service)
            let event = try InboundEvent(notification, appID: appID)
            let again = try InboundEvent(notification, appID: appID)
            return event == again ? try fault(of: event) : "two readings differ"
        } catch let error as NotificationError {
            // With nothing in it, it is not even a notification; signed and complete, it is nothing else.
            let isOutside = error == .badSignature || error == .duplicateParameter || error == .unknownCharset
            return isOutside ? "a signed notification is refused: \(error)" : nil
        } catch {
            return "\(error)"
        }
    }

    private static func notification(
        _ content: [UInt8],
        _ charset: Charset,
        _ service: String
    ) throws -> VerifiedNotification {
        let tail = Array("&charset=\(charset.rawValue)&service=\(service)&sign_type=RSA2".utf8)
        let signature = try key.get().signBase64(Array("biz_content=".utf8) + content + tail)
        let escaped = escape(content)
        let sign = Array("&sign=\(signature.replacing("+", with: "%2B"))".utf8)
        let form = try NotificationForm(query: [], body: Array("biz_content=".utf8) + escaped + tail + sign)
        return try NotificationVerifier(keys: [verifying.get()]).verify(form)
    }

    /// As little as a form needs: speed counts here.
    private static func escape(_ content: [UInt8]) -> [UInt8] {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(content.count * 2)
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in content {
            switch byte {
            case UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "+"):
                escaped.append(UInt8(ascii: "%"))
                escaped.append(digits[Int(byte >> 4)])
                escaped.append(digits[Int(byte & 15)])
            default: escaped.append(byte)
            }
        }
        return escaped
    }

    private static func fault(of event: InboundEvent) throws -> String? {
        if event.appID != appID { return "an event for \(event.appID)" }
        let answer = try acknowledgement.get().acknowledge(event, at: Date(timeIntervalSince1970: 0))
        guard let document = answer.charset.decode(answer.body) else { return "an answer that cannot be read" }
        // An id may hold the end of an element; the last one is that of the answer.
        guard let start = document.range(of: "<response>"),
            let end = document.range(of: "</response>", options: .backwards),
            let sign = document.range(of: "<sign>", options: .backwards),
            let signEnd = document.range(of: "</sign>", options: .backwards)
        else { return "an answer without its parts" }
        let signed = answer.charset.encode(String(document[start.upperBound..<end.lowerBound]))
        let signature = String(document[sign.upperBound..<signEnd.lowerBound])
        let isGood = try verifying.get().isValid(base64: signature, for: signed)
        return isGood ? nil : "an answer whose signature does not hold"
    }
}
