/// The classes of code points that some patterns tell apart.
///
/// A text is turned into classes once, whatever the number of patterns that look at it.
struct PatternAlphabet: Sendable {
    /// The first code point of each stretch of one class, ascending; the first is 0.
    let bounds: [UInt32]
    private let table: CodePointTable

    init(_ programs: [PatternProgram]) {
        var bounds: Set<UInt32> = [0]
        for program in programs {
            program.forEachRange { range in
                bounds.insert(range.lowerBound)
                bounds.insert(range.upperBound + 1)
            }
        }
        self.bounds = bounds.filter { $0 <= 0x10FFFF }.sorted()
        var table = CodePointTable()
        for (index, bound) in self.bounds.enumerated() {
            let end = index + 1 < self.bounds.count ? self.bounds[index + 1] - 1 : 0x10FFFF
            if index > 0 { table.set(bound...end, to: Int32(index)) }
        }
        self.table = table
    }

    var byteCount: Int { table.byteCount + bounds.count * MemoryLayout<UInt32>.size }

    /// Appends the class of every scalar.
    func classify(_ text: Span<Unicode.Scalar>, into classes: inout [Int32]) {
        classes.removeAll(keepingCapacity: true)
        classes.reserveCapacity(text.count)
        for index in text.indices { classes.append(table[text[index].value]) }
    }
}

extension PatternProgram {
    /// Calls `body` with every range of code points that an instruction consumes.
    func forEachRange(_ body: (ClosedRange<UInt32>) -> Void) {
        for set in sets { set.ranges.forEach(body) }
        for case .scalar(let scalar, _) in instructions { body(scalar.value...scalar.value) }
    }
}
