/// Writes the few forms of XML that answers are made of.
enum XMLWriter {
    /// An element around text that is already XML.
    static func element(_ name: String, _ content: String) -> String {
        "<\(name)>\(content)</\(name)>"
    }

    /// A CDATA section; `]]>` is split over two sections, so that no text can end it (PROTOCOL 1.6).
    static func cdata(_ text: String) -> String {
        // Ids have no bracket in practice, and splitting is slow.
        guard text.utf8.contains(UInt8(ascii: ">")) else { return "<![CDATA[\(text)]]>" }
        // By scalars: a combining mark makes another Character of the bracket before it, but ends the section still.
        let parts = text.unicodeScalars.split(separator: "]]>".unicodeScalars, omittingEmptySubsequences: false)
        return "<![CDATA[\(parts.map(String.init).joined(separator: "]]]]><![CDATA[>"))]]>"
    }
}
