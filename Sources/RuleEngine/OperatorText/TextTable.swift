/// Rows of cells in columns of equal display width.
struct TextTable {
    private var rows: [[String]] = []

    /// Adds a row; rows may differ in length.
    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// One line per row: two spaces between cells, none after the last.
    var lines: [String] {
        let widths = widths
        return rows.map { row in
            let padded = row.enumerated()
                .map { column, cell in
                    column == row.count - 1 ? cell : Self.padded(cell, to: widths[column])
                }
            return Self.withoutTrailingSpaces(padded.joined(separator: "  "))
        }
    }

    /// The text padded with spaces to a width in terminal cells.
    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.cells(text)))
    }

    private var widths: [Int] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], DisplayWidth.cells(cell))
            }
        }
        return widths
    }

    private static func withoutTrailingSpaces(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
