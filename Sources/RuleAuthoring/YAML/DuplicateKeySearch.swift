import OperatorText
import RuleEngine

/// Searches for the second occurrence of a key; the YAML library names only the place of the first.
struct DuplicateKeySearch {
    private let source: SourceText
    private let key: String
    private let first: SourceLocation
    /// The key without quotes, and in either kind.
    private let spellings: [[Unicode.Scalar]]

    init(source: SourceText, key: String, first: SourceLocation) {
        self.source = source
        self.key = key
        self.first = first
        spellings = [key, "\"\(key)\"", "'\(key)'"].map { Array($0.unicodeScalars) }
    }

    var diagnostic: Diagnostic {
        let second = secondOnSameLine ?? secondBelow
        let related = second.map { _ in
            Diagnostic.Related(location: first, note: LocalizedText("第一次写在这里", "It is first written here"))
        }
        return Diagnostic(
            "RB002",
            at: second ?? first,
            length: key.unicodeScalars.count,
            LocalizedText("“\(key)” 写了两次", "“\(key)” is written twice"),
            help: key == "id"
                ? LocalizedText(
                    "如果是另一条规则，在它前面写 “- ”：- id: 名称",
                    "If it is another rule, write “- ” before it: - id: name"
                )
                : LocalizedText("删掉一个，或合并成一个", "Delete one of them, or make them one"),
            related: related.map { [$0] } ?? []
        )
    }

    /// In `{a: 1, a: 2}`: later on the line, outside quotes and inner brackets.
    private var secondOnSameLine: SourceLocation? {
        guard let slice = source.scalars(ofLine: first.line), first.column <= slice.count else { return nil }
        let line = Array(slice)
        var (depth, quote, last): (Int, Unicode.Scalar?, Unicode.Scalar) = (0, nil, ",")
        for offset in (first.column - 1)..<line.count {
            let scalar = line[offset]
            if let open = quote {
                if scalar == open { quote = nil }
            } else if depth == 0, last == ",", offset >= first.column, hasKey(slice, column: offset + 1) {
                return SourceLocation(path: first.path, line: first.line, column: offset + 1)
            } else if "\"'".unicodeScalars.contains(scalar), ",:[{".unicodeScalars.contains(last) {
                quote = scalar
            }
            if quote == nil {
                switch scalar {
                case "[", "{": depth += 1
                case "]", "}": depth -= 1
                default: break
                }
            }
            if depth < 0 { return nil }
            if scalar != " " { last = scalar }
        }
        return nil
    }

    /// In a block: on a later line in the same column, before the block ends.
    private var secondBelow: SourceLocation? {
        for number in stride(from: first.line + 1, through: source.lineCount, by: 1) {
            guard let line = source.scalars(ofLine: number) else { return nil }
            let indentation = line.prefix { $0 == " " }.count
            guard indentation < line.count, line[line.startIndex + indentation] != "#" else { continue }
            if indentation < first.column - 1 { return nil }
            if indentation == first.column - 1, hasKey(line, column: first.column) {
                return SourceLocation(path: first.path, line: number, column: first.column)
            }
        }
        return nil
    }

    private func hasKey(_ line: ArraySlice<Unicode.Scalar>, column: Int) -> Bool {
        let rest = line.dropFirst(column - 1)
        return spellings.contains { spelling in
            rest.starts(with: spelling) && rest.dropFirst(spelling.count).first { $0 != " " } == ":"
        }
    }
}
