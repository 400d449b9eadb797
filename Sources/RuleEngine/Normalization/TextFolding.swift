/// The making of L2 from L1 (RULES C4).
struct TextFolding {
    /// L2.
    private(set) var scalars: [Unicode.Scalar]
    /// For each index of L2, and the one past its end, the index of L1 that it came from; never decreasing.
    private(set) var rawIndex: [Int]

    init(of raw: [Unicode.Scalar]) {
        scalars = raw
        rawIndex = Array(0...raw.count)
        // A second round is needed only where marks are composed with what folding or a lost space put before them.
        for _ in 0..<4 {
            let before = scalars
            foldScalars()
            reduceWhiteSpace()
            guard scalars.contains(where: \.isCombining) else { return }
            composeClusters()
            if scalars == before { return }
        }
    }

    /// Appends while a new form is built beside the old one.
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
