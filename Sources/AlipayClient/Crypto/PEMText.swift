internal import Foundation

/// A key or certificate text as operators paste it: PEM with lines of any length, or bare base64 (PROTOCOL 2.5, 3.8).
struct PEMText {
    /// One block of DER with the label of its armour; nil for bare base64.
    struct Block {
        let label: String?
        let der: [UInt8]
    }

    let blocks: [Block]

    /// Reads all blocks; text between blocks is ignored, as OpenSSL ignores it.
    init(_ text: String) throws(KeyError) {
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
        return Block(label: label, der: try decode(body))
    }

    private static func decode(_ body: Substring) throws(KeyError) -> [UInt8] {
        let compact = body.unicodeScalars.filter { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
        guard !compact.isEmpty else { throw .empty }
        guard let data = Data(base64Encoded: String(String.UnicodeScalarView(compact))), !data.isEmpty else {
            throw .notBase64
        }
        return [UInt8](data)
    }
}
