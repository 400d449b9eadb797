/// Rows of cells, aligned by their width on a terminal, where a Chinese character takes two columns.
package struct TextTable: Sendable {
    /// The widest line that ``render()`` and ``wrapped(_:indent:)`` make.
    package static let width = 80

    private var rows: [[String]] = []

    package init() {}

    /// Starts with a row of titles.
    package init(_ titles: [String]) {
        rows = [titles]
    }

    /// Adds a row; rows may differ in length.
    package mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// A line for each row, with two spaces between cells and none at the end.
    package var lines: [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns)
            .map { column in rows.map { $0.indices.contains(column) ? DisplayWidth.cells($0[column]) : 0 }.max() ?? 0 }
        return rows.map { row in
            Self.trimmed(zip(row, widths).map { Self.padded($0, to: $1) }.joined(separator: "  "))
        }
    }

    /// The lines, each cut to 80 columns.
    package func render() -> String {
        lines.map { Self.cut($0, to: Self.width) }.joined(separator: "\n")
    }

    /// A text with spaces up to a width in columns.
    package static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.cells(text)))
    }

    /// A text cut to a number of columns, with `…` where it was longer.
    package static func cut(_ text: String, to columns: Int) -> String {
        guard DisplayWidth.cells(text) > columns else { return text }
        var short = ""
        for scalar in text.unicodeScalars {
            guard DisplayWidth.cells(short + String(scalar)) < columns else { break }
            short.unicodeScalars.append(scalar)
        }
        return short + "…"
    }

    /// A text in lines of at most `width` columns, each indented; it breaks at spaces and at Chinese characters.
    package static func wrapped(_ text: String, indent: Int, width: Int = TextTable.width) -> String {
        let margin = String(repeating: " ", count: indent)
        return filled(text, widths: (width - indent, width - indent)).map { margin + $0 }.joined(separator: "\n")
    }

    /// A line in lines of at most `columns`, those behind the first one indented by `hanging`; as it is where it fits, or
    /// where `columns` is nil.
    package static func folded(_ line: String, to columns: Int?, hanging: Int) -> String {
        guard let columns, DisplayWidth.cells(line) > columns else { return line }
        let lead = line.prefix { $0 == " " }
        let lines = filled(String(line.dropFirst(lead.count)), widths: (columns - lead.count, columns - hanging))
        let margin = String(repeating: " ", count: hanging)
        return lines.enumerated().map { ($0.offset == 0 ? String(lead) : margin) + $0.element }.joined(separator: "\n")
    }

    /// Lines of words up to a width, the first line and the others.
    private static func filled(_ text: String, widths: (first: Int, others: Int)) -> [String] {
        var lines = [""]
        for word in words(text) {
            let last = lines[lines.count - 1]
            let isFull = DisplayWidth.cells(last + word) > (lines.count == 1 ? widths.first : widths.others)
            if isFull, !last.isEmpty { lines.append(word == " " ? "" : word) } else { lines[lines.count - 1] += word }
        }
        return lines.map(trimmed)
    }

    /// Signs that end no line, and signs that begin none (GB/T 15834).
    private static let openers: Set<Unicode.Scalar> = ["（", "“", "‘", "《", "【"]
    private static let closers: Set<Unicode.Scalar> = ["，", "。", "、", "；", "：", "？", "！", "）", "”", "’", "》", "】", "…"]

    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        for scalar in text.unicodeScalars {
            let last = words.last.map(\.unicodeScalars)?.last
            let isBound = last.map { $0 != " " && closers.contains(scalar) || openers.contains($0) } ?? false
            let breaks = (scalar == " " || DisplayWidth.cells(String(scalar)) == 2) && !isBound
            let isJoined = isBound || last.map { $0 != " " && DisplayWidth.cells(String($0)) < 2 } ?? false
            if breaks || !isJoined || openers.contains(scalar) && !isBound {
                words.append(String(scalar))
            } else {
                words[words.count - 1].unicodeScalars.append(scalar)
            }
        }
        return words
    }

    private static func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
