import OperatorText
import RuleEngine

/// Marks of a merge conflict, left in a file by a version control system (RB004).
struct ConflictMarkers {
    let source: SourceText

    /// One finding per conflict, or per rest of one.
    ///
    /// A line of `=======` may be part of a text, so it counts only beside another mark.
    var diagnostics: [Diagnostic] {
        var findings: [Diagnostic] = []
        var (isOpen, line) = (false, 1)
        while line <= source.lineCount, findings.count < Self.limit {
            switch kind(ofLine: line) {
            case .start:
                findings.append(diagnostic(atLine: line))
                isOpen = true
            case .base, .end:
                if !isOpen { findings.append(diagnostic(atLine: line)) }
                if kind(ofLine: line) == .end { isOpen = false }
            case .middle, nil: break
            }
            line += 1
        }
        return findings
    }

    /// The first lone `=======` or indented mark in some lines of a file that YAML refused.
    func leftover(in lines: [Int]) -> Diagnostic? {
        lines.first { kind(ofLine: $0, indented: true) != nil }.map(diagnostic)
    }

    private enum Kind {
        case start
        case base
        case middle
        case end
    }

    private static let limit = 20
    private static let length = 7

    private func kind(ofLine number: Int, indented: Bool = false) -> Kind? {
        guard let whole = source.scalars(ofLine: number) else { return nil }
        let line = indented ? whole.drop { $0 == " " } : whole
        guard let first = line.first, "<=>|".unicodeScalars.contains(first),
            line.prefix(Self.length).count == Self.length, line.prefix(Self.length).allSatisfy({ $0 == first })
        else { return nil }
        let rest = line.dropFirst(Self.length)
        switch first {
        case "=": return rest.allSatisfy { $0 == " " } ? .middle : nil
        case _ where !(rest.isEmpty || rest.first == " "): return nil
        case "<": return .start
        case ">": return .end
        default: return .base
        }
    }

    private func diagnostic(atLine number: Int) -> Diagnostic {
        let line = source.scalars(ofLine: number) ?? []
        let indentation = line.prefix { $0 == " " }.count
        return Diagnostic(
            "RB004",
            at: SourceLocation(path: source.path, line: number, column: indentation + 1),
            length: line.count - indentation,
            LocalizedText("这里留有合并冲突的标记", "A mark of a merge conflict was left here"),
            help: LocalizedText(
                "在 “=======” 两边的内容里选定一份，删掉另一份和 <<<<<<<、=======、>>>>>>> 这几行",
                "Choose one of the versions around “=======”; delete the other one and the lines <<<<<<<, =======, >>>>>>>"
            )
        )
    }
}
