/// Refuses what an event never has before libxml2 sees it.
///
/// libxml2 needs quadratic time for attributes and follows document types; an event has neither (RELIABILITY T8, T9).
/// This is no parser: what passes may still be broken, and libxml2 says so.
struct XMLPreScan {
    private var rest: ArraySlice<UInt8>
    private var depth = 0
    private var elements = 0
    private let limits: XMLLimits

    /// Checks a whole document in UTF-8.
    static func check(_ document: [UInt8], limits: XMLLimits) throws(NotificationError) {
        guard document.count <= limits.size else { throw .oversizedXML }
        // libxml2 takes a NUL behind the root for the end, and leaves the rest unread.
        guard !document.contains(0) else { throw .brokenXML }
        var scan = XMLPreScan(rest: document[...], limits: limits)
        try scan.skipDeclaration()
        while scan.skip(past: "<") {
            try scan.markup()
        }
    }

    private init(rest: ArraySlice<UInt8>, limits: XMLLimits) {
        self.rest = rest
        self.limits = limits
    }

    /// An XML declaration is allowed in first place only; its encoding is ignored (PROTOCOL 1.3).
    private mutating func skipDeclaration() throws(NotificationError) {
        rest = rest.drop { XMLPreScan.isSpace($0) }
        // Without the white space it is another instruction, such as `<?xml-stylesheet`.
        guard rest.starts(with: "<?xml".utf8), rest.dropFirst(5).first.map(XMLPreScan.isSpace) == true else { return }
        guard skip(past: "?>") else { throw .brokenXML }
    }

    private mutating func markup() throws(NotificationError) {
        if take("![CDATA[") {
            guard skip(past: "]]>") else { throw .brokenXML }
        } else if take("!--") {
            guard skip(past: "-->") else { throw .brokenXML }
        } else if take("/") {
            depth -= 1
            guard skip(past: ">") else { throw .brokenXML }
        } else {
            try startTag()
        }
    }

    private mutating func startTag() throws(NotificationError) {
        guard let first = rest.first, first != UInt8(ascii: "!"), first != UInt8(ascii: "?") else {
            throw .forbiddenXML
        }
        guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { throw .brokenXML }
        var name = rest[..<end]
        rest = rest[(end + 1)...]
        let closesItself = name.last == UInt8(ascii: "/")
        if closesItself { name.removeLast() }
        while let last = name.last, XMLPreScan.isSpace(last) { name.removeLast() }
        guard !name.contains(where: { XMLPreScan.isSpace($0) || $0 == UInt8(ascii: "=") }) else { throw .forbiddenXML }
        elements += 1
        depth += closesItself ? 0 : 1
        guard depth <= limits.depth, elements <= limits.elements else { throw .excessiveXML }
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    /// Moves behind the next occurrence of `text`; false, at the end, when there is none.
    private mutating func skip(past text: String) -> Bool {
        guard let first = text.utf8.first else { return true }
        while let index = rest.firstIndex(of: first) {
            rest = rest[index...]
            if take(text) { return true }
            rest = rest.dropFirst()
        }
        rest = rest[rest.endIndex...]
        return false
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
