internal import CSSL

/// Prints X.501 names as Java's `X500Principal.getName()` does (PROTOCOL 2.5).
///
/// OpenSSL prints RFC 2253 with other keywords, fewer escapes, and the attributes of one RDN reversed. Alipay makes its
/// SNs from Java's text, so this follows Java, even where Java reads the octets of every string type as UTF-8.
@safe
enum DistinguishedName {
    /// The text of an `X509_NAME`: the last RDN first, joined by commas without spaces.
    static func text(of name: OpaquePointer?) throws(CryptoError) -> String {
        var relativeNames: [(set: Int32, text: String)] = []
        for index in 0..<(unsafe X509_NAME_entry_count(name)) {
            let entry = unsafe X509_NAME_get_entry(name, index)
            let set = unsafe X509_NAME_ENTRY_set(entry)
            let attribute = try unsafe text(ofEntry: entry)
            if let last = relativeNames.last, last.set == set {
                relativeNames[relativeNames.count - 1].text += "+" + attribute
            } else {
                relativeNames.append((set, attribute))
            }
        }
        return relativeNames.reversed().map(\.text).joined(separator: ",")
    }

    /// The text of a Name in DER (RFC 5280, 4.1.2.4); nil for other bytes, and when anything follows it.
    static func text(der: [UInt8]) -> String? {
        guard DER.isWhole(der) else { return nil }
        defer { CryptoError.takeQueue() }
        let name: OpaquePointer? = unsafe der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return unsafe d2i_X509_NAME(nil, &cursor, buffer.count)
        }
        guard let name = unsafe name else { return nil }
        defer { unsafe X509_NAME_free(name) }
        return try? unsafe text(of: name)
    }

    /// The keywords of RFC 2253; every other type is written in digits.
    private static let keywords: KeyValuePairs = [
        "2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.9": "STREET", "2.5.4.10": "O",
        "2.5.4.11": "OU", "0.9.2342.19200300.100.1.1": "UID", "0.9.2342.19200300.100.1.25": "DC",
    ]

    private static let stringTypes = [
        V_ASN1_UTF8STRING, V_ASN1_PRINTABLESTRING, V_ASN1_T61STRING, V_ASN1_IA5STRING, V_ASN1_BMPSTRING,
    ]

    private static func text(ofEntry entry: OpaquePointer?) throws(CryptoError) -> String {
        let type = unsafe CertificateHandle.digits(of: X509_NAME_ENTRY_get_object(entry))
        guard let value = unsafe X509_NAME_ENTRY_get_data(entry) else { throw CryptoError("reading a name") }
        let keyword = keywords.first { $0.key == type }?.value
        guard let keyword, stringTypes.contains(unsafe ASN1_STRING_type(value)) else {
            var buffer: UnsafeMutablePointer<UInt8>?
            let count = unsafe i2d_ASN1_PRINTABLE(value, &buffer)
            guard count > 0, let start = unsafe buffer else { throw CryptoError("encoding a part of a name") }
            defer { unsafe cssl_free(start) }
            let encoded = unsafe [UInt8](UnsafeBufferPointer(start: start, count: Int(count)))
            return "\(keyword ?? type)=#\(Digest.hex(encoded))"
        }
        let octets = unsafe UnsafeBufferPointer(
            start: ASN1_STRING_get0_data(value),
            count: Int(ASN1_STRING_length(value))
        )
        return "\(keyword)=\(escaped(unsafe String(decoding: octets, as: UTF8.self)))"
    }

    private static func escaped(_ value: String) -> String {
        var pieces = value.unicodeScalars.map { scalar in
            switch scalar {
            case ",", "=", "+", "<", ">", "#", ";", "\"", "\\": "\\\(scalar)"
            case "\0": "\\00"
            default: String(scalar)
            }
        }
        let isBlank = { (piece: String) in piece == " " || piece == "\r" }
        let lead = pieces.prefix(while: isBlank).count
        let trail = pieces.count - pieces.reversed().prefix(while: isBlank).count
        for index in pieces.indices where index < lead || index >= trail {
            pieces[index] = "\\" + pieces[index]
        }
        return pieces.joined()
    }
}
