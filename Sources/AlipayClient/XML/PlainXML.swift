/// Reads the XML that the platform writes without libxml2, which takes ten times as long.
///
/// It knows elements without attributes, CDATA sections, and text without markup. It recognises a part of well-formed
/// XML and never anything else: where it gives up, libxml2 decides, behind `XMLPreScan`. So nothing is accepted here
/// that libxml2 would refuse or read otherwise; `PlainXMLTests` compare both.
struct PlainXML {
    private var place = 0
    private var tree: XMLTree
    private let limits: XMLLimits

    /// The elements of a document in valid UTF-8; nil for any spelling that is not recognised.
    static func read(_ document: [UInt8], limits: XMLLimits) -> XMLTree? {
        guard document.count <= limits.size else { return nil }
        var reader = PlainXML(tree: XMLTree(over: document), limits: limits)
        guard reader.readElement(in: document.span, depth: 1), reader.place == document.count else { return nil }
        return reader.tree
    }

    private init(tree: XMLTree, limits: XMLLimits) {
        self.tree = tree
        self.limits = limits
    }

    /// Reads from `<` to the end of the element; false where it gives up.
    private mutating func readElement(in document: Span<UInt8>, depth: Int) -> Bool {
        guard depth <= limits.depth, tree.count < limits.elements, take(UInt8(ascii: "<"), in: document),
            let name = name(in: document), take(UInt8(ascii: ">"), in: document)
        else { return false }
        let element = tree.open(name)
        while place < document.count {
            guard document[place] == UInt8(ascii: "<") else {
                guard let text = text(in: document) else { return false }
                tree.add(text, to: element)
                continue
            }
            guard place + 1 < document.count else { return false }
            switch document[place + 1] {
            case UInt8(ascii: "/"):
                place += 2
                guard stands(name, in: document), document.count > place + name.count,
                    document[place + name.count] == UInt8(ascii: ">")
                else { return false }
                place += name.count + 1
                tree.close(element)
                return true
            case UInt8(ascii: "!"):
                guard let section = section(in: document) else { return false }
                tree.add(section, to: element)
            default:
                guard readElement(in: document, depth: depth + 1) else { return false }
            }
        }
        return false
    }

    /// The place of a name in ASCII without colon, point and hyphen.
    private mutating func name(in document: Span<UInt8>) -> Range<Int>? {
        let start = place
        var index = start
        while index < document.count {
            let byte = document[index]
            let isDigit = byte &- UInt8(ascii: "0") < 10 && index > start
            guard (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_") || isDigit else {
                place = index
                return index > start ? start..<index : nil
            }
            index += 1
        }
        return nil
    }

    /// Whether the bytes at the place are those of an earlier name.
    private func stands(_ name: Range<Int>, in document: Span<UInt8>) -> Bool {
        guard document.count - place >= name.count else { return false }
        for offset in 0..<name.count where document[name.lowerBound + offset] != document[place + offset] {
            return false
        }
        return true
    }

    /// Text up to the next `<`.
    private mutating func text(in document: Span<UInt8>) -> Range<Int>? {
        let start = place
        while place < document.count, document[place] != UInt8(ascii: "<") {
            // A reference, or the end of a section, which text may not have.
            guard document[place] != UInt8(ascii: "&"), document[place] != UInt8(ascii: "]"),
                Self.isPlain(document, at: place)
            else {
                return nil
            }
            place += 1
        }
        return start..<place
    }

    /// The content of a CDATA section.
    private mutating func section(in document: Span<UInt8>) -> Range<Int>? {
        let start = place + 9
        guard start < document.count, document.holds("<![CDATA[", in: place..<start) else { return nil }
        var index = start
        while index + 2 < document.count {
            let byte = document[index]
            if byte == UInt8(ascii: "]") {
                if document[index + 1] == UInt8(ascii: "]"), document[index + 2] == UInt8(ascii: ">") {
                    place = index + 3
                    return start..<index
                }
            } else if byte < 0x20 || byte == 0xEF {
                guard Self.isPlain(document, at: index) else { return nil }
            }
            index += 1
        }
        return nil
    }

    /// Whether XML allows the character that begins at a byte, and reads it as it is written.
    private static func isPlain(_ document: Span<UInt8>, at index: Int) -> Bool {
        switch document[index] {
        case 0..<0x09, 0x0B..<0x20: false
        // U+FFFE and U+FFFF are no characters.
        case 0xEF: index + 2 >= document.count || document[index + 1] != 0xBF || document[index + 2] < 0xBE
        default: true
        }
    }

    private mutating func take(_ byte: UInt8, in document: Span<UInt8>) -> Bool {
        guard place < document.count, document[place] == byte else { return false }
        place += 1
        return true
    }
}
