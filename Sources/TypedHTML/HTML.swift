/// A piece of an HTML page.
///
/// A `String` enters only as escaped text or as the escaped value of an attribute; names of elements and attributes,
/// style sheets and scripts are `StaticString`, which holds nothing that the program has read.
package struct HTML: Sendable, Hashable {
    /// The markup.
    package private(set) var source: String

    private init(source: String) {
        self.source = source
    }

    /// Nothing.
    package init() {
        self.init(source: "")
    }

    /// A text, escaped.
    package init(_ text: String) {
        self.init(source: Escaping.escaped(text))
    }

    /// Pieces one after the other.
    package init(_ pieces: some Sequence<HTML>) {
        self.init(source: pieces.map(\.source).joined())
    }

    /// An element with its attributes and content.
    package init(element name: StaticString, _ attributes: [HTMLAttribute], content: HTML) {
        let start = "<\(name)" + attributes.map(\.source).joined()
        self.init(source: Self.isVoid(name) ? start + ">" : start + ">" + content.source + "</\(name)>")
    }

    /// A style sheet, as it is written in the program.
    package static func style(_ sheet: StaticString) -> HTML {
        HTML(source: "<style>\(sheet)</style>")
    }

    /// A whole page.
    ///
    /// `language` is the language of the page as a whole, such as `zh-CN`.
    package static func page(language: String, head: HTML, body: HTML) -> String {
        let html = h("html", .init("lang", language)) {
            h("head") { head }
            h("body") { body }
        }
        return "<!DOCTYPE html>\n" + html.source + "\n"
    }

    /// Adds a piece at the end.
    package mutating func append(_ piece: HTML) {
        source += piece.source
    }

    private static func isVoid(_ name: StaticString) -> Bool {
        ["br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"].contains("\(name)")
    }
}

/// An attribute of an element.
package struct HTMLAttribute: Sendable, Hashable {
    fileprivate let source: String

    /// An attribute with a value.
    ///
    /// For an address use ``address(_:_:)``: a browser would run the value `javascript:…`.
    package init(_ name: StaticString, _ value: String) {
        source = " \(name)=\"" + Escaping.escaped(value) + "\""
    }

    /// A number, in the fewest digits that name it to a hundredth.
    package init(_ name: StaticString, _ value: Double) {
        let hundredths = (value * 100).rounded()
        let isExact = value.isFinite && abs(hundredths) < 1e15
        let number = isExact ? hundredths / 100 : 0
        self.init(name, number == number.rounded() ? "\(Int(number))" : "\(number)")
    }

    /// An attribute without a value, such as `checked`; nothing where it does not hold.
    package static func flag(_ name: StaticString, if isSet: Bool = true) -> HTMLAttribute {
        HTMLAttribute(source: isSet ? " \(name)" : "")
    }

    /// An address in `href` or `src`: of this site, or `http`, `https` or `mailto`; any other becomes `#`.
    package static func address(_ name: StaticString, _ value: String) -> HTMLAttribute {
        HTMLAttribute(name, Escaping.isHarmless(address: value) ? value : "#")
    }

    package static func `class`(_ names: String) -> HTMLAttribute { HTMLAttribute("class", names) }

    package static func id(_ id: String) -> HTMLAttribute { HTMLAttribute("id", id) }

    private init(source: String) {
        self.source = source
    }
}

private enum Escaping {
    /// The text with an entity for each sign of the markup, and U+FFFD for what no page may contain.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            case "\n", "\t": result.append(scalar)
            case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    static func isHarmless(address: String) -> Bool {
        // A browser ignores white space and control characters before and inside the scheme.
        let scalars = address.unicodeScalars.filter { $0 > " " && !("\u{7F}"..."\u{9F}").contains($0) }
        let start = String(String.UnicodeScalarView(scalars.prefix { $0 != "/" && $0 != "?" && $0 != "#" }))
        guard start.unicodeScalars.contains(":") else { return !start.isEmpty || !scalars.isEmpty }
        return ["http:", "https:", "mailto:"].contains { start.lowercased().hasPrefix($0) }
    }
}
