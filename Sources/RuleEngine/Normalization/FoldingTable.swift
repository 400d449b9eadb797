/// Case folding and traditional-to-simplified in one look-up.
struct FoldingTable: Sendable {
    /// The table of ``TextNormalizer/version``.
    static let current = FoldingTable()

    /// For each block of 256 code points, the number of its page in `targets`; page 0 changes nothing.
    private var pages = [Int](repeating: 0, count: 0x1100)
    private var targets = [Unicode.Scalar](repeating: Self.severalMark, count: 256)
    private var several: [Unicode.Scalar: [Unicode.Scalar]] = [:]

    /// Stands in a page for a character that becomes several; NUL never occurs in L1.
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

    /// Calls `body` with what a scalar folds to: one scalar, seldom two or three.
    func forEachTarget(of scalar: Unicode.Scalar, _ body: (Unicode.Scalar) -> Void) {
        let page = pages[Int(scalar.value >> 8)]
        guard page != 0 else { return body(scalar) }
        let target = targets[page << 8 | Int(scalar.value & 0xFF)]
        guard target == Self.severalMark else { return body(target) }
        for target in several[scalar] ?? [scalar] { body(target) }
    }

    /// What a scalar folds to, unless that is several.
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
