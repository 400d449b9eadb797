/// The parameters of a call of the old gateway, in the bytes of their character set (PROTOCOL 2.8).
struct GatewayParameters: Sendable {
    /// Without empty values, in byte order of the names.
    private let pairs: [FormDecoder.Pair]

    /// Leaves out what is empty: it is neither signed nor sent.
    init(_ values: [(name: String, value: String)], in charset: Charset) {
        pairs = values.filter { !$0.value.isEmpty && $0.name != "sign" }
            .map { FormDecoder.Pair(name: Array($0.name.utf8), value: charset.encode($0.value)) }
            .sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    /// `name=value` joined by `&`, unencoded.
    var textToSign: [UInt8] {
        Array(pairs.map { $0.name + [UInt8(ascii: "=")] + $0.value }.joined(separator: [UInt8(ascii: "&")]))
    }

    /// The body of the request.
    func form(signature: String) -> [UInt8] {
        FormEncoder.encode(pairs + [FormDecoder.Pair(name: Array("sign".utf8), value: Array(signature.utf8))])
    }
}
