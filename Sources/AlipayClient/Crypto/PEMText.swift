internal import Foundation

/// A key or certificate text as operators paste it: PEM with lines of any length, or bare base64 (PROTOCOL 2.5, 3.8).
struct PEMText {
    /// One block of DER with the label of its armour; nil for bare base64.
    struct Block {
        let label: String?
        let der: [UInt8]
    }

    let blocks: [Block]

    /// Reads all blocks; text between blocks is ignored, as OpenSSL ignores it, and remarks inside them are, too.
    init(_ text: String) throws(KeyError) {
        // Environment files and YAML often keep the two characters `\n` where a line ends; base64 has no backslash.
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

    /// Whether a line is a comment or a header (RFC 1421, 4.6): it has a colon, or begins as no base64 does.
    ///
    /// A line that is left out by mistake cannot make another key: what remains is no whole DER any more.
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
