import AlipayClient

/// For any bytes: a form is refused, or read like a second, slower reader does, each name once.
enum FormFuzz {
    static func fault(in bytes: [UInt8]) -> String? {
        let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false).map { Array($0) }
        let (query, body) = parts.count > 1 ? (parts[0], parts[1]) : ([], parts[0])
        let expected = reading(of: query, body)
        guard let form = try? FormProbe(query: query, body: body) else {
            return expected == nil ? nil : "a good form is refused"
        }
        guard let expected else { return "a bad form is read" }
        let isEqual = form.parameters.elementsEqual(expected) { $0.name == $1.name && $0.value == $1.value }
        return isEqual ? orderFault(form) : "read as \(form.parameters), not as \(expected)"
    }

    private static func orderFault(_ form: FormProbe) -> String? {
        let names = form.parameters.map(\.name)
        let isOrdered = zip(names, names.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
        return isOrdered ? nil : "the names are not in order, each once"
    }

    /// The second reader; nil when the form must be refused.
    private static func reading(of query: [UInt8], _ body: [UInt8]) -> [(name: [UInt8], value: [UInt8])]? {
        let written = query.split(separator: 0x26) + body.split(separator: 0x26)
        var pairs: [(name: [UInt8], value: [UInt8])] = []
        for parameter in written {
            let name = parameter.prefix { $0 != 0x3D }
            guard let decoded = decoded(name), let value = self.decoded(parameter.dropFirst(name.count + 1)) else {
                return nil
            }
            pairs.append((decoded, value))
        }
        pairs.sort { $0.name.lexicographicallyPrecedes($1.name) }
        let isSmall = pairs.count <= 64 && pairs.allSatisfy { $0.name.count <= 64 }
        let isUnique = Set(pairs.map(\.name)).count == pairs.count
        return isSmall && isUnique ? pairs : nil
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var pieces = text.map { $0 == 0x2B ? 0x20 : $0 }.split(separator: 0x25, omittingEmptySubsequences: false)
        var result = Array(pieces.removeFirst())
        for piece in pieces {
            let digits = piece.prefix(2)
            guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return nil }
            result += [byte] + piece.dropFirst(2)
        }
        return result
    }
}
