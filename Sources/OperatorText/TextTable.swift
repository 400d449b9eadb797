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

    /// A text in lines of at most 80 columns, each indented; it breaks at spaces and at Chinese characters.
    package static func wrapped(_ text: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines = [""]
        for word in words(text) {
            let last = lines[lines.count - 1]
            let isFull = DisplayWidth.cells(last + word) > width - indent
            if isFull, !last.isEmpty { lines.append(word == " " ? "" : word) } else { lines[lines.count - 1] += word }
        }
        return lines.map { margin + trimmed($0) }.joined(separator: "\n")
    }

    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        for scalar in text.unicodeScalars {
            let breaks = scalar == " " || DisplayWidth.cells(String(scalar)) == 2
            let last = words.last.map(\.unicodeScalars)?.last
            let isJoined = last.map { $0 != " " && DisplayWidth.cells(String($0)) < 2 } ?? false
            if breaks || !isJoined {
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
