internal import CXML2

/// The one owner of an `xmlDoc`; it never leaves the call that makes it.
@safe
struct XMLDocument: ~Copyable {
    private let document: xmlDocPtr

    /// Parses text that passed `XMLPreScan`: no network, no document type, no entities, no repair of broken XML.
    ///
    /// The encoding is forced, because a declaration describes the bytes before decoding (PROTOCOL 1.3).
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
        if let tree = PlainXML.read(text, limits: limits) { return tree }
        return try readByLibrary(utf8: text, limits: limits)
    }

    /// The same by libxml2 alone, which decides what is XML.
    static func readByLibrary(utf8 text: [UInt8], limits: XMLLimits) throws(NotificationError) -> XMLTree {
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

/// An element: its name, its own text and its children, copied out of the parser.
struct XMLTree: Sendable, Hashable {
    let name: String
    /// The text and CDATA sections directly inside, joined, untrimmed.
    let text: String
    let children: [XMLTree]

    /// The only child of that name; nil when there is none.
    func child(_ name: String) -> XMLTree? {
        children.first { $0.name == name }
    }

    /// Whether a name occurs more than once among the children.
    var hasRepeatedChildren: Bool {
        guard children.count <= 16 else { return Set(children.map(\.name)).count != children.count }
        return children.indices.contains { place in
            let name = children[place].name
            return children[..<place].contains { $0.name == name }
        }
    }
}

/// Upper bounds of an event's XML (RELIABILITY T9); real events reach a tenth of each.
public struct XMLLimits: Sendable {
    /// Bytes, in UTF-8.
    public var size = 64 * 1_024
    /// Nesting of elements.
    public var depth = 8
    /// Elements in all.
    public var elements = 64

    /// The defaults.
    public init() {}
}
