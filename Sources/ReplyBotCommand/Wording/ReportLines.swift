internal import OperatorText

/// Lines of a name and a value for a person, the values under one another.
struct ReportLines: Sendable {
    private var lines: [(name: LocalizedText, value: LocalizedText)] = []

    /// Adds a line; one with an empty value is left out, one with an empty name continues the line before.
    mutating func add(_ name: LocalizedText, _ value: LocalizedText) {
        if !value.english.isEmpty { lines.append((name, value)) }
    }

    /// Adds a line with a value that is the same in both languages.
    mutating func add(_ name: LocalizedText, _ value: String) {
        add(name, LocalizedText(verbatim: value))
    }

    /// Adds values under one name.
    mutating func add(_ name: LocalizedText, each values: [LocalizedText]) {
        for (index, value) in values.enumerated() { add(index == 0 ? name : LocalizedText(verbatim: ""), value) }
    }

    /// The lines in at most 80 columns.
    func render(_ language: OperatorLanguage) -> String {
        let width = lines.map { DisplayWidth.cells($0.name[language]) }.max() ?? 0
        return
            lines.map { line in
                let name = line.name[language]
                let value = TextTable.wrapped(ForeignText.oneLine(line.value[language]), indent: width + 2)
                return name + value.dropFirst(DisplayWidth.cells(name))
            }
            .joined(separator: "\n")
    }
}
