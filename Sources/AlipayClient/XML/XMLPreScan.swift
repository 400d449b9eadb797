/// Refuses XML with constructs that no event has, before libxml2 parses it.
///
/// libxml2 needs quadratic time for attributes and follows document types; an event has neither (RELIABILITY T8, T9).
/// This is not a parser: libxml2 still refuses XML that is not well-formed.
struct XMLPreScan {
    private static let cdata = (start: Array("![CDATA[".utf8), end: Array("]]>".utf8))
    private static let comment = (start: Array("!--".utf8), end: Array("-->".utf8))
    private static let declaration = (start: Array("<?xml".utf8), end: Array("?>".utf8))
    private static let tagStart = Array("<".utf8)
    private static let tagEnd = Array(">".utf8)
    private static let slash = Array("/".utf8)

    private let document: [UInt8]
    /// The next byte to look at.
    private var place = 0
    private var depth = 0
    private var elements = 0
    private let limits: XMLLimits

    /// Checks a whole document in UTF-8.
    static func check(_ document: [UInt8], limits: XMLLimits) throws(NotificationError) {
        guard document.count <= limits.size else { throw .oversizedXML }
        // libxml2 takes a NUL behind the root for the end and ignores the rest.
        guard !document.contains(0) else { throw .brokenXML }
        var scan = XMLPreScan(document, limits: limits)
        try scan.skipDeclaration()
        while scan.skip(past: tagStart) {
            try scan.markup()
        }
    }

    private init(_ document: [UInt8], limits: XMLLimits) {
        self.document = document
        self.limits = limits
    }

    /// An XML declaration may only come first; its encoding is ignored (PROTOCOL 1.3).
    private mutating func skipDeclaration() throws(NotificationError) {
        while place < document.count, XMLPreScan.isSpace(document[place]) { place += 1 }
        let start = XMLPreScan.declaration.start
        // Without the white space it is another instruction, such as `<?xml-stylesheet`.
        guard stands(start), place + start.count < document.count,
            XMLPreScan.isSpace(document[place + start.count])
        else { return }
        guard skip(past: XMLPreScan.declaration.end) else { throw .brokenXML }
    }

    private mutating func markup() throws(NotificationError) {
        if take(XMLPreScan.slash) {
            depth -= 1
            guard skip(past: XMLPreScan.tagEnd) else { throw .brokenXML }
        } else if take(XMLPreScan.cdata.start) {
            guard skip(past: XMLPreScan.cdata.end) else { throw .brokenXML }
        } else if take(XMLPreScan.comment.start) {
            guard skip(past: XMLPreScan.comment.end) else { throw .brokenXML }
        } else {
            try startTag()
        }
    }

    private mutating func startTag() throws(NotificationError) {
        guard place < document.count, document[place] != UInt8(ascii: "!"), document[place] != UInt8(ascii: "?") else {
            throw .forbiddenXML
        }
        let start = place
        guard skip(past: XMLPreScan.tagEnd) else { throw .brokenXML }
        var end = place - 1
        let closesItself = end > start && document[end - 1] == UInt8(ascii: "/")
        if closesItself { end -= 1 }
        while end > start, XMLPreScan.isSpace(document[end - 1]) { end -= 1 }
        for index in start..<end where XMLPreScan.isSpace(document[index]) || document[index] == UInt8(ascii: "=") {
            throw .forbiddenXML
        }
        elements += 1
        depth += 1
        guard depth <= limits.depth, elements <= limits.elements else { throw .excessiveXML }
        depth -= closesItself ? 1 : 0
    }

    /// Whether `text` comes next.
    private func stands(_ text: [UInt8]) -> Bool {
        guard document.count - place >= text.count else { return false }
        for index in text.indices where document[place + index] != text[index] { return false }
        return true
    }

    private mutating func take(_ text: [UInt8]) -> Bool {
        guard stands(text) else { return false }
        place += text.count
        return true
    }

    /// Moves behind the next occurrence of `text`; without one, moves to the end and returns false.
    private mutating func skip(past text: [UInt8]) -> Bool {
        let first = text[0]
        while place < document.count {
            if document[place] == first, take(text) { return true }
            place += 1
        }
        return false
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
