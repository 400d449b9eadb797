/// The classes of code points that a set of patterns tells apart.
///
/// A text is turned into classes once, whatever the number of patterns that search it.
package struct CharacterClasses: Sendable {
    /// The first code point of each stretch of one class, ascending; the first is 0.
    fileprivate let bounds: [UInt32]
    /// The number of classes.
    package let count: Int
    private let table: CodePointTable

    package init(of nfas: [NFA]) {
        var bounds: Set<UInt32> = [0]
        for nfa in nfas {
            nfa.forEachRange { range in
                bounds.insert(range.lowerBound)
                bounds.insert(range.upperBound + 1)
            }
        }
        self.bounds = bounds.filter { $0 <= 0x10FFFF }.sorted()
        count = self.bounds.count
        var table = CodePointTable()
        for (index, bound) in self.bounds.enumerated() {
            let end = index + 1 < self.bounds.count ? self.bounds[index + 1] - 1 : 0x10FFFF
            if index > 0 { table.set(bound...end, to: Int32(index)) }
        }
        self.table = table
    }

    /// Stores the classes of a range of a text at the same indices of `classes`, which grows to the text's length.
    package func classify(_ text: Span<Unicode.Scalar>, in range: Range<Int>, into classes: inout [Int32]) {
        if classes.count < text.count {
            classes += repeatElement(0, count: max(text.count, 2 * classes.count) - classes.count)
        }
        let (pages, numbers) = (table.pages.span, table.numbers.span)
        var classes = classes.mutableSpan
        for index in range {
            classes[index] = CodePointTable.number(of: text[index].value, pages: pages, numbers: numbers)
        }
    }

    package var byteCount: Int { table.byteCount + bounds.count * MemoryLayout<UInt32>.size }
}

/// An NFA with the classes of characters that it tells apart itself, for ``LazyDFA``.
///
/// A class, so that passing it on costs one reference.
package final class ClassifiedNFA: Sendable {
    let nfa: NFA
    /// The first code point of each stretch of one class, ascending, and its class.
    private let bounds: [UInt32]
    private let classOfBound: [UInt8]
    /// The number of its classes, at most 255.
    let classCount: Int
    /// One code point of each class.
    let representatives: [Unicode.Scalar]
    /// Whether the pattern matches an empty text.
    let matchesEmptyText: Bool
    /// For ``LookaheadSearch``; nil where it would be too large.
    let lookahead: LookaheadProgram?

    /// Nil when there are more than 255 classes; such an NFA is searched without ``LazyDFA``.
    ///
    /// - Parameters:
    ///   - nfa: The NFA.
    ///   - lookaheadLimit: The greatest size of its program for ``LookaheadSearch`` in bytes.
    package init?(_ nfa: NFA, lookaheadLimit: Int = .max) {
        var own: Set<UInt32> = [0]
        nfa.forEachRange { range in
            own.insert(range.lowerBound)
            own.insert(range.upperBound + 1)
        }
        let bounds = own.sorted()
        // Stretches that the same instructions accept are one class.
        var numbers: [[Bool]: UInt8] = [:]
        var representatives: [Unicode.Scalar] = []
        var numberOfBound: [UInt8] = []
        var literals: Set<Unicode.Scalar> = []
        for case .scalar(let scalar, _) in nfa.instructions { literals.insert(scalar) }
        for bound in bounds where bound <= 0x10FFFF {
            guard let scalar = Unicode.Scalar(bound) ?? Unicode.Scalar(0xE000) else { continue }
            var accepted = nfa.sets.map { $0.contains(scalar) }
            accepted += [literals.contains(scalar)]
            if literals.contains(scalar) { accepted += (0..<21).map { scalar.value >> $0 & 1 == 1 } }
            if numbers[accepted] == nil {
                guard representatives.count < 255 else { return nil }
                numbers[accepted] = UInt8(representatives.count)
                representatives.append(scalar)
            }
            numberOfBound.append(numbers[accepted] ?? 0)
        }
        self.nfa = nfa
        self.bounds = bounds.filter { $0 <= 0x10FFFF }
        classOfBound = numberOfBound
        classCount = representatives.count
        self.representatives = representatives
        let lookahead = lookaheadLimit > 0 ? LookaheadProgram(nfa, representatives: representatives) : nil
        self.lookahead = lookahead.flatMap { $0.byteCount <= lookaheadLimit ? $0 : nil }
        var subsets = SubsetConstruction()
        matchesEmptyText = subsets.begin(nfa).map { subsets.end(of: $0, isStart: true, in: nfa) == nil } ?? true
    }

    /// For each shared class the class of this NFA, then ``classCount`` for the end of the text.
    package func row(of shared: CharacterClasses) -> [UInt8] {
        var row: [UInt8] = []
        row.reserveCapacity(shared.count + 1)
        var index = 0
        for bound in shared.bounds {
            while index + 1 < bounds.count, bounds[index + 1] <= bound { index += 1 }
            row.append(classOfBound[index])
        }
        return row + [UInt8(classCount)]
    }

    /// The cells of one DFA state: one for each class and one for the end of the text.
    var cellCount: Int { classCount + 1 }

    /// The size of its program.
    package var lookaheadByteCount: Int { lookahead?.byteCount ?? 0 }
}
