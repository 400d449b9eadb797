import TestSupport
import Testing

@testable import AlipayClient

/// Names that occur twice, or only seem to (RELIABILITY T6).
@Suite(.timeLimit(.minutes(5)), .watched)
struct PollutionTests {
    static let names = ["sign", "sign_type", "charset", "service", "biz_content"]
    private static let spellings: [@Sendable (String) -> String] = [
        { $0 }, { escape($0, from: 0, to: 1) }, { escape($0, from: 1, to: $0.utf8.count) },
        { escape($0, from: 0, to: $0.utf8.count) },
    ]
    /// Names that only look like `sign`.
    private static let lookAlikes: [@Sendable (String) -> String] = [
        { $0.uppercased() }, { "\($0)%00" }, { "%00\($0)" }, { "\($0)+" }, { "+\($0)" }, { "\($0)%0A" }, { "\($0)[]" },
        { "\($0);" }, { "\($0)%CC%81" }, { $0.replacing("_", with: "-") + "." },
    ]

    private static func escape(_ name: String, from: Int, to: Int) -> String {
        name.utf8.enumerated()
            .map { index, byte in
                (from..<to).contains(index)
                    ? "%" + String(byte, radix: 16, uppercase: index.isMultiple(of: 2))
                    : String(Unicode.Scalar(byte))
            }
            .joined()
    }

    private static func form(_ first: String, _ second: String, place: Int) throws -> NotificationForm {
        let (query, body) = [(first, second), ("\(first)&x=1&\(second)", ""), ("", "\(first)&x=1&\(second)")][place]
        return try NotificationForm(query: Array(query.utf8), body: Array(body.utf8))
    }

    @Test(arguments: names, [0, 1, 2])
    func `a name that occurs twice is refused in every spelling and at every place`(_ name: String, _ place: Int) {
        for first in Self.spellings {
            for second in Self.spellings {
                #expect(throws: NotificationError.duplicateParameter) {
                    try Self.form("\(first(name))=1", "\(second(name))=2", place: place)
                }
            }
        }
    }

    @Test(arguments: names, [0, 1, 2])
    func `a name that only looks the same is another one, and is signed`(_ name: String, _ place: Int) throws {
        for lookAlike in Self.lookAlikes {
            let other = lookAlike(name)
            for (first, second) in [("\(name)=1", "\(other)=2"), ("\(other)=2", "\(name)=1")] {
                let form = try Self.form(first, second, place: place)
                #expect(form.value(name) == Array("1".utf8), "\(other)")
                let signed = NotificationVerifier.signatureBase(of: form)
                #expect(signed == Self.signedText(form), "\(other)")
                #expect(String(decoding: signed, as: UTF8.self).contains("=2"), "\(other)")
                #expect(signed.contains(UInt8(ascii: "1")) == (name != "sign" || place > 0), "\(other)")
            }
        }
    }

    @Test func `two hundred ways to double a name are tried, and more to seem to`() {
        #expect(Self.names.count * 3 * Self.spellings.count * Self.spellings.count >= 200)
        #expect(Self.names.count * 3 * Self.lookAlikes.count * 2 >= 200)
    }

    /// The signed text, built from the values that a reader of the form gets.
    private static func signedText(_ form: NotificationForm) -> [UInt8] {
        let names = form.pairs.map(\.name).filter { $0 != Array("sign".utf8) }
        let parts = names.map { name in name + [0x3D] + (form.pairs.first { $0.name == name }?.value ?? []) }
        return Array(parts.joined(separator: [0x26]))
    }
}
