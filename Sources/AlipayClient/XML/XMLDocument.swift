internal import CXML2

/// The one owner of an `xmlDoc`; it never leaves the call that makes it.
@safe
struct XMLDocument: ~Copyable {
    private let document: xmlDocPtr

    /// Parses text that passed `XMLPreScan`: no network, no document type, no entities, no repair of broken XML.
    ///
    /// The encoding is forced, so that a declaration which was true before decoding cannot lie (PROTOCOL 1.3).
    private init(_ utf8: [UInt8]) throws(NotificationError) {
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue
            | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        let parsed = unsafe utf8.withUnsafeBytes { buffer in
            unsafe xmlReadMemory(
                buffer.bindMemory(to: CChar.self).baseAddress,
                Int32(buffer.count),
                nil,
                "UTF-8",
                Int32(options)
            )
        }
        guard let parsed = unsafe parsed else { throw .brokenXML }
        unsafe document = parsed
    }

    deinit {
        unsafe xmlFreeDoc(document)
    }

    /// Checks, parses and copies a document.
    ///
    /// - Throws: `oversizedXML`, `excessiveXML`, `forbiddenXML` or `brokenXML`.
    static func read(_ text: String, limits: XMLLimits) throws(NotificationError) -> XMLTree {
        try read(utf8: Array(text.utf8), limits: limits)
    }

    /// Checks, parses and copies a document in valid UTF-8.
    ///
    /// - Throws: `oversizedXML`, `excessiveXML`, `forbiddenXML` or `brokenXML`.
    static func read(utf8 text: [UInt8], limits: XMLLimits) throws(NotificationError) -> XMLTree {
        // XML allows no white space before a declaration, but platforms send it.
        let isPadded = text.first.map(XMLPreScan.isSpace) == true
        let utf8 = isPadded ? Array(text.drop(while: XMLPreScan.isSpace)) : text
        try XMLPreScan.check(utf8, limits: limits)
        let document = try XMLDocument(utf8)
        guard let root = unsafe xmlDocGetRootElement(document.document) else { throw .brokenXML }
        return try unsafe tree(of: root, depth: limits.depth)
    }

    private static func tree(of node: xmlNodePtr, depth: Int) throws(NotificationError) -> XMLTree {
        guard depth > 0 else { throw .excessiveXML }
        var text = ""
        var children: [XMLTree] = []
        var next = unsafe node.pointee.children
        while let current = unsafe next {
            switch unsafe current.pointee.type {
            case XML_ELEMENT_NODE: children.append(try unsafe tree(of: current, depth: depth - 1))
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: text += unsafe string(current.pointee.content)
            case XML_COMMENT_NODE: break
            default: throw .forbiddenXML
            }
            unsafe next = current.pointee.next
        }
        return XMLTree(name: unsafe string(node.pointee.name), text: text, children: children)
    }

    private static func string(_ text: UnsafePointer<xmlChar>?) -> String {
        guard let text = unsafe text else { return "" }
        return unsafe String(cString: text)
    }

    private static func string(_ text: UnsafeMutablePointer<xmlChar>?) -> String {
        unsafe string(UnsafePointer(text))
    }
}
