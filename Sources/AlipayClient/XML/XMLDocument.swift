internal import CXML2
internal import Foundation

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
        var tree = XMLTree()
        try unsafe copy(root, into: &tree, depth: limits.depth)
        return tree
    }

    private static func copy(_ node: xmlNodePtr, into tree: inout XMLTree, depth: Int) throws(NotificationError) {
        guard depth > 0 else { throw .excessiveXML }
        let element = tree.open(unsafe bytes(node.pointee.name))
        var text: [UInt8] = []
        var next = unsafe node.pointee.children
        while let current = unsafe next {
            switch unsafe current.pointee.type {
            case XML_ELEMENT_NODE: try unsafe copy(current, into: &tree, depth: depth - 1)
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: text += unsafe bytes(UnsafePointer(current.pointee.content))
            case XML_COMMENT_NODE: break
            default: throw .forbiddenXML
            }
            unsafe next = current.pointee.next
        }
        tree.close(element)
        tree.add(text, to: element)
    }

    private static func bytes(_ text: UnsafePointer<xmlChar>?) -> [UInt8] {
        guard let text = unsafe text else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: text, count: strlen(text)))
    }
}

/// Both readings of a document for tests and fuzzers.
package struct XMLProbe: Sendable {
    /// Whether the document is read without libxml2.
    package let isPlain: Bool
    /// Whether libxml2 reads the same from the document, where it is read without.
    package let isReadAlike: Bool

    /// Reads a document in valid UTF-8.
    package init(utf8 document: [UInt8]) {
        let plain = PlainXML.read(document, limits: XMLLimits())
        isPlain = plain != nil
        isReadAlike = plain == nil || plain == (try? XMLDocument.readByLibrary(utf8: document, limits: XMLLimits()))
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
