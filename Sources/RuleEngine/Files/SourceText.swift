/// A decoded rule file, line by line.
///
/// Lines end at LF, CR LF or CR; columns count code points from 1, as in ``SourceLocation``.
public struct SourceText: Sendable {
    /// The path as the operator named it.
    public let path: String
    /// Every code point, line ends included.
    package let allScalars: [Unicode.Scalar]
    private let lines: [Range<Int>]

    /// Splits a decoded file into lines.
    public init(path: String, text: String) {
        self.init(path: path, scalars: Array(text.unicodeScalars))
    }

    init(path: String, scalars: [Unicode.Scalar]) {
        self.path = path
        allScalars = scalars
        lines = SourceText.lines(of: scalars)
    }

    /// How many lines there are, at least 1.
    public var lineCount: Int { lines.count }

    /// A line's text without its end, counted from 1; nil when there is no such line.
    public func line(_ number: Int) -> String? {
        scalars(ofLine: number)
            .map { line in
                var text = String.UnicodeScalarView()
                text.append(contentsOf: line)
                return String(text)
            }
    }

    package func scalars(ofLine number: Int) -> ArraySlice<Unicode.Scalar>? {
        lines.indices.contains(number - 1) ? allScalars[lines[number - 1]] : nil
    }

    /// The code point at a line and column, both counted from 1.
    func scalar(line: Int, column: Int) -> Unicode.Scalar? {
        index(line: line, column: column).map { allScalars[$0] }
    }

    /// Where in the whole text the code point at a line and column stands, both counted from 1.
    func index(line: Int, column: Int) -> Int? {
        guard lines.indices.contains(line - 1), column >= 1 else { return nil }
        let index = lines[line - 1].lowerBound + column - 1
        return index < lines[line - 1].upperBound ? index : nil
    }

    /// The index in the whole text of the code point at a place, or of the line's end for a place behind it.
    func index(of place: SourceLocation) -> Int? {
        guard let line = scalars(ofLine: place.line), place.column >= 1 else { return nil }
        return min(line.startIndex + place.column - 1, line.endIndex)
    }

    /// The place of the code point with that index in the whole text.
    func location(ofIndex index: Int) -> SourceLocation {
        var low = 0
        var high = lines.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lines[middle].lowerBound <= index { low = middle } else { high = middle }
        }
        return SourceLocation(path: path, line: low + 1, column: index - lines[low].lowerBound + 1)
    }

    private static func lines(of scalars: [Unicode.Scalar]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for (index, scalar) in scalars.enumerated() where scalar == "\n" || scalar == "\r" {
            // The LF of a CR LF ends no second line.
            if scalar == "\n", index > 0, scalars[index - 1] == "\r" {
                start = index + 1
                continue
            }
            lines.append(start..<index)
            start = index + 1
        }
        return lines + [start..<scalars.count]
    }
}
