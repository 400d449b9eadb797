internal import Foundation

/// A key or certificate text as operators paste it: PEM with lines of any length, or bare base64 (PROTOCOL 2.5, 3.8).
struct PEMText {
    /// One block of DER with the label of its armour; nil for bare base64.
    struct Block {
        let label: String?
        let der: [UInt8]
    }

    let blocks: [Block]

    /// Reads all blocks, ignoring text between them, as OpenSSL does, and remarks inside them.
    init(_ text: String) throws(KeyError) {
        // Environment files and YAML often hold the two characters `\n` for a line end; base64 has no backslash.
        let text = text.replacing("\\r", with: "").replacing("\\n", with: "\n")
        guard text.contains("-----BEGIN ") else {
            blocks = [Block(label: nil, der: try PEMText.decode(text[...]))]
            return
        }
        var found: [Block] = []
        var rest = text[...]
        while let block = try PEMText.nextBlock(in: &rest) {
            found.append(block)
        }
        guard !found.isEmpty else { throw .notBase64 }
        blocks = found
    }

    /// Writes DER as PEM with lines of 64 columns.
    static func armoured(_ der: [UInt8], label: String) -> String {
        let base64 = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN \(label)-----\n\(base64)\n-----END \(label)-----\n"
    }

    private static func nextBlock(in rest: inout Substring) throws(KeyError) -> Block? {
        guard let begin = rest.range(of: "-----BEGIN ") else { return nil }
        guard let labelEnd = rest[begin.upperBound...].range(of: "-----") else { throw .notBase64 }
        let label = String(rest[begin.upperBound..<labelEnd.lowerBound])
        guard let end = rest[labelEnd.upperBound...].range(of: "-----END \(label)-----") else { throw .notBase64 }
        let body = rest[labelEnd.upperBound..<end.lowerBound]
        rest = rest[end.upperBound...]
        let isEncrypted = label == "ENCRYPTED PRIVATE KEY" || body.contains("Proc-Type: 4,ENCRYPTED")
        guard !isEncrypted else { throw .encrypted }
        return Block(label: label, der: try decode(body))
    }

    private static func decode(_ body: Substring) throws(KeyError) -> [UInt8] {
        let lines = body.unicodeScalars.split(whereSeparator: isLineEnd).map(trimmed).filter { !$0.isEmpty }
        guard !lines.isEmpty else { throw .empty }
        var compact = String.UnicodeScalarView()
        for line in lines where !isRemark(line) {
            compact.append(contentsOf: line.filter { !isSpace($0) })
        }
        guard let data = Data(base64Encoded: String(compact)), !data.isEmpty else { throw .notBase64 }
        return [UInt8](data)
    }

    /// Whether a line is a comment or a header (RFC 1421, 4.6): it has a colon, or its first character is not base64.
    ///
    /// Omitting a line by mistake cannot make another key: the rest is not a whole DER element.
    private static func isRemark(_ line: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let first = line.first else { return true }
        let isLetter = first.isASCII && first.properties.isAlphabetic
        let isBase64 = isLetter || "0123456789+/=".unicodeScalars.contains(first)
        return !isBase64 || line.contains(":") || line.starts(with: "// ".unicodeScalars)
    }

    private static func trimmed(_ line: Substring.UnicodeScalarView) -> ArraySlice<Unicode.Scalar> {
        var rest = Array(line)[...]
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest.drop(while: isSpace)
    }

    private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "\u{FEFF}"
    }
}

/// Why a text is not the key that is needed.
public enum KeyError: Error, Sendable, Hashable {
    /// The text is empty, or only white space.
    case empty
    /// The base64 has an invalid character, or its end is missing.
    case notBase64
    /// The base64 is valid, but its content is neither a key nor a certificate.
    case notAKey
    /// The private key is encrypted with a passphrase, for which a server cannot ask anybody.
    case encrypted
    /// A public key or a certificate stands where a private key is needed.
    case publicInsteadOfPrivate
    /// A private key stands where a public key is needed. Replace it if others have seen it.
    case privateInsteadOfPublic
    /// A certificate is needed, but this is a bare key.
    case notACertificate
    /// The key is not an RSA key.
    case notRSA
    /// The RSA key has fewer bits than the platform asks for.
    case weak(bits: Int)
    /// An AES key has this many bytes, not 16, 24 or 32.
    case wrongLength(bytes: Int)
}

extension KeyError: CustomStringConvertible {
    /// The mistake, without any part of the key.
    public var description: String {
        switch self {
        case .empty: "the key is empty"
        case .notBase64: "the key is not base64: a character does not belong, or the end is missing"
        case .notAKey: "this is base64, but neither a key nor a certificate"
        case .encrypted: "the private key is encrypted with a passphrase"
        case .publicInsteadOfPrivate: "a private key is needed, and this is a public one"
        case .privateInsteadOfPublic: "a public key is needed, and this is a private one"
        case .notACertificate: "a certificate is needed, and this is a bare key"
        case .notRSA: "the key is not an RSA key"
        case .weak(let bits): "the RSA key has \(bits) bits, and 2048 are needed"
        case .wrongLength(let bytes): "the AES key has \(bytes) bytes, and 16, 24 or 32 are possible"
        }
    }
}
