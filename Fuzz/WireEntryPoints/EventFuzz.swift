import AlipayClient
import Foundation

/// For any content that Alipay signs: it is refused with a reason, or becomes an event with a valid acknowledgement.
///
/// What is read without libxml2 is what libxml2 reads.
enum EventFuzz {
    private static let appID = "2021000000000001"
    /// Small for speed; the fuzzed content lies behind the signature.
    private static let key = Result { try SigningKey.generate(bits: 512) }
    private static let verifying = Result { try key.get().verifyingKey() }
    private static let acknowledgement = Result { try Acknowledgement(key: key.get()) }

    static func fault(in bytes: [UInt8]) -> String? {
        for charset in Charset.allCases {
            if let text = charset.decode(bytes), !XMLProbe(utf8: Array(text.utf8)).isReadAlike {
                return "\(charset.rawValue): libxml2 reads another document"
            }
            for service in ["alipay.mobile.public.message.notify", "alipay.service.check"] {
                if let fault = fault(in: bytes, charset: charset, service: service) {
                    return "\(charset.rawValue): \(fault)"
                }
            }
        }
        return nil
    }

    private static func fault(in content: [UInt8], charset: Charset, service: String) -> String? {
        do {
            let notification = try notification(content, charset: charset, service: service)
            let event = try InboundEvent(notification, appID: appID)
            let again = try InboundEvent(notification, appID: appID)
            return event == again ? try fault(of: event) : "two readings differ"
        } catch let error as NotificationError {
            // A signed and complete form is a notification, so these refusals are faults.
            let isOutside = error == .badSignature || error == .duplicateParameter || error == .unknownCharset
            return isOutside ? "a signed notification is refused: \(error)" : nil
        } catch {
            return "\(error)"
        }
    }

    private static func notification(
        _ content: [UInt8],
        charset: Charset,
        service: String
    ) throws -> VerifiedNotification {
        let tail = Array("&charset=\(charset.rawValue)&service=\(service)&sign_type=RSA2".utf8)
        let signature = try key.get().signBase64(Array("biz_content=".utf8) + content + tail)
        let escaped = escape(content)
        let sign = Array("&sign=\(signature.replacing("+", with: "%2B"))".utf8)
        let form = try NotificationForm(query: [], body: Array("biz_content=".utf8) + escaped + tail + sign)
        return try NotificationVerifier(keys: [verifying.get()]).verify(form)
    }

    /// Escapes only the bytes that a form requires, for speed.
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
        // An id may contain the end of an element; the answer's own is the last.
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
