/// Finds where a key of a mapping is written for the second time; the YAML library tells only the first place.
struct DuplicateKeySearch {
    let source: SourceText

    func diagnostic(key: String, first: SourceLocation) -> Diagnostic {
        let second = second(key: key, first: first)
        let related = second.map { _ in
            Diagnostic.Related(location: first, note: Phrase("第一次写在这里", "It is first written here"))
        }
        return Diagnostic(
            "RB002",
            at: second ?? first,
            length: key.unicodeScalars.count,
            Phrase("“\(key)” 写了两次", "“\(key)” is written twice"),
            help: Phrase("删掉一个,或合并成一个", "Delete one of them, or make them one"),
            related: related.map { [$0] } ?? []
        )
    }

    private func second(key: String, first: SourceLocation) -> SourceLocation? {
        let spellings = [key, "\"\(key)\"", "'\(key)'"].map { Array($0.unicodeScalars) }
        return onSameLine(spellings, first) ?? below(spellings, first)
    }

    /// In `{a: 1, a: 2}`: later on the same line, behind a comma or a space.
    private func onSameLine(_ spellings: [[Unicode.Scalar]], _ first: SourceLocation) -> SourceLocation? {
        guard let line = source.scalars(ofLine: first.line), first.column < line.count else { return nil }
        for column in first.column + 1...line.count {
            let before = line[line.startIndex + column - 2]
            guard before == "," || before == " " || before == "{" else { continue }
            if isKey(spellings, in: line, column: column) { return place(first, first.line, column) }
        }
        return nil
    }

    /// In a block: on a later line at the same column, before the block ends.
    private func below(_ spellings: [[Unicode.Scalar]], _ first: SourceLocation) -> SourceLocation? {
        for number in stride(from: first.line + 1, through: source.lineCount, by: 1) {
            guard let line = source.scalars(ofLine: number) else { return nil }
            let indentation = line.prefix { $0 == " " }.count
            guard indentation < line.count, line[line.startIndex + indentation] != "#" else { continue }
            if indentation < first.column - 1 { return nil }
            if indentation == first.column - 1, isKey(spellings, in: line, column: first.column) {
                return place(first, number, first.column)
            }
        }
        return nil
    }

    private func isKey(_ spellings: [[Unicode.Scalar]], in line: ArraySlice<Unicode.Scalar>, column: Int) -> Bool {
        let rest = line.dropFirst(column - 1)
        return spellings.contains { spelling in
            rest.starts(with: spelling) && rest.dropFirst(spelling.count).first { $0 != " " } == ":"
        }
    }

    private func place(_ first: SourceLocation, _ line: Int, _ column: Int) -> SourceLocation {
        SourceLocation(path: first.path, line: line, column: column)
    }
}
