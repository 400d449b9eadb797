/// Reads the XML that the platform writes without libxml2, which takes ten times as long.
///
/// It knows elements without attributes, CDATA sections, and text without markup. It recognises a part of well-formed
/// XML and never anything else: where it gives up, libxml2 decides, behind `XMLPreScan`. So nothing is accepted here
/// that libxml2 would refuse or read otherwise; `PlainXMLTests` compare both.
struct PlainXML {
    private static let cdata = Array("<![CDATA[".utf8)

    private let document: [UInt8]
    private var place = 0
    private var elements = 0
    private let limits: XMLLimits

    /// The root of a document in valid UTF-8; nil for any spelling that is not recognised.
    static func read(_ document: [UInt8], limits: XMLLimits) -> XMLTree? {
        guard document.count <= limits.size else { return nil }
        var reader = PlainXML(document: document, limits: limits)
        guard let root = reader.element(depth: 1), reader.place == document.count else { return nil }
        return root
    }

    private init(document: [UInt8], limits: XMLLimits) {
        self.document = document
        self.limits = limits
    }

    /// Reads from `<` to the end of the element.
    private mutating func element(depth: Int) -> XMLTree? {
        elements += 1
        guard depth <= limits.depth, elements <= limits.elements, take(UInt8(ascii: "<")), let name = name(),
            take(UInt8(ascii: ">"))
        else { return nil }
        var text = ""
        var children: [XMLTree] = []
        while place < document.count {
            guard document[place] == UInt8(ascii: "<") else {
                guard let plain = plainText() else { return nil }
                text += plain
                continue
            }
            guard place + 1 < document.count else { return nil }
            switch document[place + 1] {
            case UInt8(ascii: "/"):
                place += 2
                guard stands(at: name), document.count > place + name.count,
                    document[place + name.count] == UInt8(ascii: ">")
                else { return nil }
                place += name.count + 1
                return XMLTree(name: string(name), text: text, children: children)
            case UInt8(ascii: "!"):
                guard let section = section() else { return nil }
                if text.isEmpty { text = section } else { text += section }
            default:
                guard let child = element(depth: depth + 1) else { return nil }
                children.append(child)
            }
        }
        return nil
    }

    /// The place of a name in ASCII without colon, point and hyphen.
    private mutating func name() -> Range<Int>? {
        let start = place
        while place < document.count {
            switch document[place] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): break
            case UInt8(ascii: "0")...UInt8(ascii: "9") where place > start: break
            default: return place > start ? start..<place : nil
            }
            place += 1
        }
        return nil
    }

    /// Whether the bytes at the place are those of an earlier name.
    private func stands(at name: Range<Int>) -> Bool {
        guard document.count - place >= name.count else { return false }
        let bytes = document.span
        for offset in 0..<name.count where bytes[name.lowerBound + offset] != bytes[place + offset] { return false }
        return true
    }

    /// Text up to the next `<`.
    private mutating func plainText() -> String? {
        guard let content = textContent() else { return nil }
        place = content.upperBound
        return string(content)
    }

    private func textContent() -> Range<Int>? {
        let bytes = document.span
        var index = place
        while index < bytes.count, bytes[index] != UInt8(ascii: "<") {
            // A reference, or the end of a section, which text may not have.
            guard bytes[index] != UInt8(ascii: "&"), bytes[index] != UInt8(ascii: "]"), Self.isPlain(bytes, at: index)
            else { return nil }
            index += 1
        }
        return place..<index
    }

    /// A CDATA section.
    private mutating func section() -> String? {
        guard let content = sectionContent() else { return nil }
        place = content.upperBound + 3
        return string(content)
    }

    private func sectionContent() -> Range<Int>? {
        let bytes = document.span
        guard bytes.count - place > Self.cdata.count else { return nil }
        for (offset, byte) in Self.cdata.enumerated() where bytes[place + offset] != byte { return nil }
        let start = place + Self.cdata.count
        var index = start
        while index + 2 < bytes.count {
            if bytes[index] == UInt8(ascii: "]"), bytes[index + 1] == UInt8(ascii: "]"),
                bytes[index + 2] == UInt8(ascii: ">")
            {
                return start..<index
            }
            guard Self.isPlain(bytes, at: index) else { return nil }
            index += 1
        }
        return nil
    }

    /// Whether XML allows the character that begins at a byte, and reads it as it is written.
    private static func isPlain(_ bytes: Span<UInt8>, at index: Int) -> Bool {
        switch bytes[index] {
        case 0..<0x09, 0x0B..<0x20: false
        // U+FFFE and U+FFFF are no characters.
        case 0xEF: index + 2 >= bytes.count || bytes[index + 1] != 0xBF || bytes[index + 2] < 0xBE
        default: true
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < document.count, document[place] == byte else { return false }
        place += 1
        return true
    }

    private func string(_ range: Range<Int>) -> String {
        String(decoding: document[range], as: UTF8.self)
    }
}
