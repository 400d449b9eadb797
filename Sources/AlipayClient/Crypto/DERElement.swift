/// One element of DER (X.690): a tag, and the octets that follow its length.
struct DERElement {
    let tag: UInt8
    let content: ArraySlice<UInt8>
    /// Tag, length and content as they were read.
    let encoded: ArraySlice<UInt8>

    /// Reads the element at the start of `bytes` and moves behind it; nil, moving nothing, when it is not whole.
    init?(reading bytes: inout ArraySlice<UInt8>) {
        var rest = bytes
        guard let tag = rest.popFirst(), let count = DERElement.length(&rest), count <= rest.count else { return nil }
        self.tag = tag
        content = rest.prefix(count)
        encoded = bytes.prefix(bytes.count - rest.count + count)
        bytes = rest.dropFirst(count)
    }

    /// The elements inside; nil when the content is anything else.
    var children: [DERElement]? {
        var rest = content
        var children: [DERElement] = []
        while !rest.isEmpty {
            guard let child = DERElement(reading: &rest) else { return nil }
            children.append(child)
        }
        return children
    }

    /// Whether `bytes` are one element and nothing behind it.
    static func isWhole(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        return DERElement(reading: &rest) != nil && rest.isEmpty
    }

    private static func length(_ rest: inout ArraySlice<UInt8>) -> Int? {
        guard let first = rest.popFirst() else { return nil }
        if first < 0x80 { return Int(first) }
        let size = Int(first & 0x7F)
        // No key or certificate needs more than three octets of length; the indefinite form is no DER.
        guard (1...3).contains(size), rest.count >= size else { return nil }
        let octets = rest.prefix(size)
        rest = rest.dropFirst(size)
        return octets.reduce(0) { $0 << 8 | Int($1) }
    }
}
