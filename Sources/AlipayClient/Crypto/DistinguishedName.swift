/// An X.501 name, printed as Java's `X500Principal.getName()` prints it (PROTOCOL 2.5).
///
/// OpenSSL prints RFC 2253 too, but otherwise: other keywords, fewer escapes, the parts of one RDN reversed. Alipay's
/// SNs are made of Java's text, so this type follows Java even where Java reads the octets of every string as UTF-8.
struct DistinguishedName {
    /// One type with its value.
    private struct Attribute {
        let type: String
        let value: DERElement
    }

    /// In encoded order; usually each has one attribute.
    private let relativeNames: [[Attribute]]

    /// Reads the DER of a Name (RFC 5280, 4.1.2.4); nil when it is none.
    init?(der: [UInt8]) {
        var rest = der[...]
        guard let name = DERElement(reading: &rest), rest.isEmpty, name.tag == 0x30, let sets = name.children else {
            return nil
        }
        var relativeNames: [[Attribute]] = []
        for set in sets {
            guard set.tag == 0x31, let sequences = set.children else { return nil }
            let attributes = sequences.compactMap(DistinguishedName.attribute)
            guard attributes.count == sequences.count else { return nil }
            relativeNames.append(attributes)
        }
        self.relativeNames = relativeNames
    }

    /// The text: the last part first, joined by commas without spaces.
    var text: String {
        relativeNames.reversed()
            .map { $0.map(DistinguishedName.text).joined(separator: "+") }
            .joined(separator: ",")
    }

    private static func attribute(_ sequence: DERElement) -> Attribute? {
        guard sequence.tag == 0x30, let parts = sequence.children, parts.count == 2, parts[0].tag == 0x06,
            let type = objectIdentifier(parts[0].content)
        else { return nil }
        return Attribute(type: type, value: parts[1])
    }

    private static func text(_ attribute: Attribute) -> String {
        let keyword = keywords.first { $0.key == attribute.type }?.value
        guard let keyword, stringTags.contains(attribute.value.tag) else {
            return "\(keyword ?? attribute.type)=#\(Digest.hex(Array(attribute.value.encoded)))"
        }
        return "\(keyword)=\(escaped(String(decoding: attribute.value.content, as: UTF8.self)))"
    }

    /// The keywords of RFC 2253; every other type is written in digits.
    private static let keywords: KeyValuePairs = [
        "2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.9": "STREET", "2.5.4.10": "O",
        "2.5.4.11": "OU", "0.9.2342.19200300.100.1.1": "UID", "0.9.2342.19200300.100.1.25": "DC",
    ]

    /// UTF8String, PrintableString, TeletexString, IA5String, GeneralString, BMPString.
    private static let stringTags: Set<UInt8> = [0x0C, 0x13, 0x14, 0x16, 0x1B, 0x1E]

    private static func escaped(_ value: String) -> String {
        var pieces = value.unicodeScalars.map(escaped)
        let isBlank = { (piece: String) in piece == " " || piece == "\r" }
        let lead = pieces.prefix(while: isBlank).count
        let trail = pieces.count - pieces.reversed().prefix(while: isBlank).count
        for index in pieces.indices where index < lead || index >= trail {
            pieces[index] = "\\" + pieces[index]
        }
        return pieces.joined()
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case ",", "=", "+", "<", ">", "#", ";", "\"", "\\": "\\\(scalar)"
        case "\0": "\\00"
        default: String(scalar)
        }
    }

    /// Digits with dots; nil when the last number is not finished or one is larger than any in use.
    private static func objectIdentifier(_ octets: ArraySlice<UInt8>) -> String? {
        var numbers: [UInt64] = []
        var number: UInt64 = 0
        for octet in octets {
            guard number < 1 << 56 else { return nil }
            number = number << 7 | UInt64(octet & 0x7F)
            guard octet < 0x80 else { continue }
            numbers.append(number)
            number = 0
        }
        guard let first = numbers.first, octets.last.map({ $0 < 0x80 }) == true else { return nil }
        let root = min(first / 40, 2)
        return ([root, first - root * 40] + numbers.dropFirst()).map(String.init).joined(separator: ".")
    }
}
