/// A document's elements: their names and their own text, copied out of the parser.
///
/// All lie in two arrays, because an array of children and two strings for each element take longer than the parsing.
struct XMLTree: Sendable {
    /// One element, or a document's root.
    private struct Element: Sendable {
        let name: Range<Int>
        /// The first bytes of the name: nearly all comparisons of names end with them.
        let head: UInt64
        /// The text and CDATA sections directly inside, joined, untrimmed.
        var text = 0..<0
        /// One more than the number of its last descendant.
        var end: Int
    }

    /// The number of the root.
    static let root = 0

    /// UTF-8 in which names and texts have their places.
    private var bytes: [UInt8]
    /// In the order of the document.
    private var elements: [Element] = []
    /// Whether a name is not ASCII.
    private var hasForeignNames = false

    /// Starts without an element; `bytes` are those of the document where its names and texts stand in it.
    init(over bytes: [UInt8] = []) {
        self.bytes = bytes
        elements.reserveCapacity(16)
    }
}

// Building.
extension XMLTree {
    /// Adds an element with a name in ASCII inside of those that are not closed yet; returns its number.
    mutating func open(_ name: Range<Int>) -> Int {
        elements.append(Element(name: name, head: bytes.span.head(of: name), end: elements.count + 1))
        return elements.count - 1
    }

    /// Adds an element with a name that is not among the bytes.
    mutating func open(_ name: some Collection<UInt8>) -> Int {
        let start = bytes.count
        bytes += name
        hasForeignNames = hasForeignNames || name.contains { $0 > 0x7F }
        return open(start..<bytes.count)
    }

    /// Ends the element with a number; those inside of it are closed.
    mutating func close(_ number: Int) {
        elements[number].end = elements.count
    }

    /// Adds to an element's own text.
    mutating func add(_ text: Range<Int>, to number: Int) {
        let before = elements[number].text
        if before.isEmpty {
            elements[number].text = text
        } else if !text.isEmpty {
            add(Array(bytes[text]), to: number)
        }
    }

    /// Adds to an element's own text what is not among the bytes.
    mutating func add(_ text: some Collection<UInt8>, to number: Int) {
        let before = elements[number].text
        // The parts of a text must lie side by side.
        let start = before.isEmpty || before.upperBound < bytes.count ? bytes.count : before.lowerBound
        if start == bytes.count { bytes += Array(bytes[before]) }
        bytes += text
        elements[number].text = start..<bytes.count
    }
}

// Reading.
extension XMLTree {
    /// The number of elements.
    var count: Int { elements.count }

    func name(of number: Int) -> String {
        String(decoding: bytes[elements[number].name], as: UTF8.self)
    }

    /// The text and CDATA sections directly inside an element, joined, untrimmed.
    func text(of number: Int) -> String {
        String(decoding: bytes[elements[number].text], as: UTF8.self)
    }

    /// The same without white space at both ends; nil when nothing is left.
    ///
    /// It shares the memory of `known` where both are equal.
    func trimmedText(of number: Int, like known: String? = nil) -> String? {
        let place = elements[number].text
        guard !place.isEmpty else { return nil }
        if bytes[place.lowerBound].isPlainSign, bytes[place.upperBound - 1].isPlainSign {
            if let known, bytes.span.holds(text: known, in: place) { return known }
            return text(of: number)
        }
        let trimmed = text(of: number).trimmed()
        return trimmed.isEmpty ? nil : trimmed
    }

    /// Whether an element has a name in ASCII.
    func isNamed(_ name: StaticString, _ number: Int) -> Bool {
        isNamed(name, head: name.head, number)
    }

    private func isNamed(_ name: StaticString, head: UInt64, _ number: Int) -> Bool {
        elements[number].head == head && bytes.span.holds(name, in: elements[number].name)
    }

    /// The numbers of an element's children.
    func children(of number: Int) -> [Int] {
        var children: [Int] = []
        var next = number + 1
        while next < elements[number].end {
            children.append(next)
            next = elements[next].end
        }
        return children
    }

    /// The first child with a name in ASCII.
    func child(_ name: StaticString, of number: Int) -> Int? {
        let head = name.head
        var next = number + 1
        while next < elements[number].end {
            if isNamed(name, head: head, next) { return next }
            next = elements[next].end
        }
        return nil
    }

    /// Whether a name occurs more than once among the children.
    func hasRepeatedChildren(_ number: Int) -> Bool {
        var next = number + 1
        while next < elements[number].end {
            var before = number + 1
            while before < next {
                if isNamedAlike(before, next) { return true }
                before = elements[before].end
            }
            next = elements[next].end
        }
        return false
    }

    /// Whether two names are equal, as texts if there are others than ASCII: canonical equivalents are one name.
    private func isNamedAlike(_ first: Int, _ second: Int) -> Bool {
        if hasForeignNames { return name(of: first) == name(of: second) }
        guard elements[first].head == elements[second].head else { return false }
        return bytes[elements[first].name].elementsEqual(bytes[elements[second].name])
    }
}

extension XMLTree: Equatable {
    /// Whether both have the same elements, with names and texts that are equal byte for byte.
    static func == (left: XMLTree, right: XMLTree) -> Bool {
        left.elements.elementsEqual(right.elements) { first, second in
            first.end == second.end
                && left.bytes[first.name].elementsEqual(right.bytes[second.name])
                && left.bytes[first.text].elementsEqual(right.bytes[second.text])
        }
    }
}

extension Span<UInt8> {
    /// The first eight bytes of a range as a number, zeros behind a shorter one.
    fileprivate func head(of range: Range<Int>) -> UInt64 {
        let rest = UInt64(8 * (8 - Swift.min(range.count, 8)))
        if range.lowerBound + 8 <= count {
            let bytes = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self)
            return (bytes.bigEndian >> rest) << rest
        }
        var head = UInt64(0)
        for index in range.prefix(8) { head = head << 8 | UInt64(self[index]) }
        return head << rest
    }
}

extension StaticString {
    /// As `head(of:)`, of a word in ASCII.
    fileprivate var head: UInt64 { withUTF8Buffer { unsafe $0.span.head(of: 0..<$0.count) } }
}

extension UInt8 {
    /// Whether it is ASCII, and no white space.
    fileprivate var isPlainSign: Bool { self > 0x20 && self < 0x80 }
}

extension String {
    /// Without white space at both ends.
    fileprivate func trimmed() -> String {
        let scalars = unicodeScalars
        guard let first = scalars.first, let last = scalars.last, first.isSpace || last.isSpace else { return self }
        let start = scalars.firstIndex { !$0.isSpace } ?? scalars.endIndex
        let end = scalars[start...].lastIndex { !$0.isSpace }
        return end.map { String(scalars[start...$0]) } ?? ""
    }
}

extension Unicode.Scalar {
    /// Looks up Unicode's tables only outside ASCII.
    fileprivate var isSpace: Bool {
        isASCII ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace
    }
}
