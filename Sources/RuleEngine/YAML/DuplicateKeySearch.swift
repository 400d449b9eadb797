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
            help: key == "id"
                ? Phrase("如果是另一条规则，在它前面写 “- ”：- id: 名称", "If it is another rule, write “- ” before it: - id: name")
                : Phrase("删掉一个,或合并成一个", "Delete one of them, or make them one"),
            related: related.map { [$0] } ?? []
        )
    }

    private func second(key: String, first: SourceLocation) -> SourceLocation? {
        let spellings = [key, "\"\(key)\"", "'\(key)'"].map { Array($0.unicodeScalars) }
        return onSameLine(spellings, first) ?? below(spellings, first)
    }

    /// In `{a: 1, a: 2}`: later on the same line, outside quotes and inner brackets.
    private func onSameLine(_ spellings: [[Unicode.Scalar]], _ first: SourceLocation) -> SourceLocation? {
        guard let slice = source.scalars(ofLine: first.line), first.column <= slice.count else { return nil }
        let line = Array(slice)
        var (depth, quote, last): (Int, Unicode.Scalar?, Unicode.Scalar) = (0, nil, ",")
        for offset in (first.column - 1)..<line.count {
            let scalar = line[offset]
            if let open = quote {
                if scalar == open { quote = nil }
            } else if depth == 0, last == ",", offset >= first.column, isKey(spellings, in: slice, column: offset + 1) {
                return place(first, first.line, offset + 1)
            } else if "\"'".unicodeScalars.contains(scalar), ",:[{".unicodeScalars.contains(last) {
                quote = scalar
            }
            depth += quote == nil ? Self.nesting(scalar) : 0
            if depth < 0 { return nil }
            if scalar != " " { last = scalar }
        }
        return nil
    }

    private static func nesting(_ scalar: Unicode.Scalar) -> Int {
        switch scalar {
        case "[", "{": 1
        case "]", "}": -1
        default: 0
        }
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
