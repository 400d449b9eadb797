/// Makes L2 from L1 (RULES C4).
struct TextFolding {
    /// L2.
    private(set) var scalars: [Unicode.Scalar]
    /// For each index of L2, and the one past its end, the index of L1 that it came from; never decreasing.
    private(set) var rawIndex: [Int]

    init(of raw: [Unicode.Scalar]) {
        scalars = raw
        rawIndex = Array(0...raw.count)
        // Needs a second round only where folding or a removed space put another character before a mark.
        for _ in 0..<4 {
            let before = scalars
            foldScalars()
            reduceWhiteSpace()
            guard scalars.contains(where: \.isCombining) else { return }
            composeClusters()
            if scalars == before { return }
        }
    }

    /// A new form, built beside the old one.
    private struct Builder {
        var scalars: [Unicode.Scalar] = []
        var rawIndex: [Int] = []

        mutating func append(_ scalar: Unicode.Scalar, from index: Int) {
            scalars.append(scalar)
            rawIndex.append(index)
        }
    }

    private mutating func replace(with builder: Builder) {
        let end = rawIndex.suffix(1)
        scalars = builder.scalars
        rawIndex = builder.rawIndex + end
    }

    /// Full case folding and traditional to simplified, code point by code point.
    private mutating func foldScalars() {
        let table = FoldingTable.current
        var builder = Builder()
        for (scalar, index) in zip(scalars, rawIndex) {
            table.forEachTarget(of: scalar) { builder.append($0, from: index) }
        }
        replace(with: builder)
    }

    /// Removes white space, except that one space stays where both neighbours are ASCII.
    private mutating func reduceWhiteSpace() {
        var builder = Builder()
        var gap: Int?
        for (scalar, index) in zip(scalars, rawIndex) {
            if scalar.properties.isWhitespace {
                gap = gap ?? index
                continue
            }
            if let start = gap, let before = builder.scalars.last, before.isASCII, scalar.isASCII {
                builder.append(" ", from: start)
            }
            gap = nil
            builder.append(scalar, from: index)
        }
        replace(with: builder)
    }

    /// Composes each character with the marks that follow it.
    private mutating func composeClusters() {
        var builder = Builder()
        var start = 0
        while start < scalars.count {
            var end = start + 1
            while end < scalars.count, scalars[end].isCombining { end += 1 }
            let cluster = Array(scalars[start..<end])
            let composed = cluster.count == 1 ? cluster : TextNormalizer.compatibilityForm(of: cluster)
            for (offset, scalar) in composed.enumerated() {
                builder.append(scalar, from: rawIndex[composed == cluster ? start + offset : start])
            }
            start = end
        }
        replace(with: builder)
    }
}

/// Makes L2t from L2 (RULES C4).
enum TextTrimming {
    /// The part of a text between the punctuation, symbols and emoji at its ends; all of it when nothing else is left.
    static func range(of scalars: [Unicode.Scalar]) -> Range<Int> {
        var start = 0
        while start < scalars.count, scalars[start].isOrnament || start > 0 && scalars[start].isCombining { start += 1 }
        guard start < scalars.count else { return 0..<scalars.count }
        return start..<end(of: scalars)
    }

    /// The end of the last character that is not an ornament; marks go with the character before them.
    private static func end(of scalars: [Unicode.Scalar]) -> Int {
        var end = scalars.count
        while true {
            var base = end - 1
            while base > 0, scalars[base].isCombining, !scalars[base].isOrnament { base -= 1 }
            guard base >= 0, scalars[base].isOrnament else { return end }
            end = base
        }
    }
}

/// Case folding and traditional-to-simplified in one look-up.
struct FoldingTable: Sendable {
    static let current = FoldingTable()

    /// For each block of 256 code points the number of its page in `targets`; page 0 changes nothing.
    private var pages = [Int](repeating: 0, count: 0x1100)
    private var targets = [Unicode.Scalar](repeating: Self.severalMark, count: 256)
    private var several: [Unicode.Scalar: [Unicode.Scalar]] = [:]

    /// The entry of a character that becomes several; NUL never occurs in L1.
    private static let severalMark: Unicode.Scalar = "\0"

    private init() {
        insert(pairs: CaseFolding.single)
        insert(pairs: TraditionalToSimplified.pairs)
        for entry in CaseFolding.several.split(whereSeparator: \.isWhitespace) {
            guard let source = entry.unicodeScalars.first else { continue }
            several[source] = Array(entry.unicodeScalars.dropFirst())
            insert(source, target: Self.severalMark)
        }
    }

    /// Calls `body` with each scalar that a scalar folds to: one, seldom two or three.
    func forEachTarget(of scalar: Unicode.Scalar, _ body: (Unicode.Scalar) -> Void) {
        let page = pages[Int(scalar.value >> 8)]
        guard page != 0 else { return body(scalar) }
        let target = targets[page << 8 | Int(scalar.value & 0xFF)]
        guard target == Self.severalMark else { return body(target) }
        for target in several[scalar] ?? [scalar] { body(target) }
    }

    /// The scalar that a scalar folds to; nil when it folds to several.
    func onlyTarget(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if several[scalar] != nil { return nil }
        var only = scalar
        forEachTarget(of: scalar) { only = $0 }
        return only
    }

    private mutating func insert(pairs: String) {
        var source: Unicode.Scalar?
        for scalar in pairs.unicodeScalars where !scalar.properties.isWhitespace {
            if let first = source {
                insert(first, target: scalar)
                source = nil
            } else {
                source = scalar
            }
        }
    }

    private mutating func insert(_ source: Unicode.Scalar, target: Unicode.Scalar) {
        let block = Int(source.value >> 8)
        if pages[block] == 0 {
            pages[block] = targets.count >> 8
            let first = source.value & ~0xFF
            // No block that folds holds surrogates, so that each of its 256 values is a scalar.
            targets += (0..<256).map { Unicode.Scalar(first + $0) ?? Self.severalMark }
        }
        targets[pages[block] << 8 | Int(source.value & 0xFF)] = target
    }
}
