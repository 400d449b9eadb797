import OperatorText
import RuleEngine

/// Detects a rule outside the list under `rules:` (RB013), the first mistake of most newcomers.
struct MisplacedRule {
    let source: SourceText
    let blockLines: Set<Int>

    /// The finding for a rule that begins on a line, in the wrong section or not aligned with the others.
    func diagnostic(atLine number: Int) -> Diagnostic? {
        guard let column = ruleColumn(number) else { return nil }
        let place = SourceLocation(path: source.path, line: number, column: column)
        guard let (section, start) = section(above: number) else { return Self.outside(at: place) }
        guard section == "rules" else {
            return section == "version" ? Self.outside(at: place) : Self.under(section, at: place)
        }
        var first: Int?
        for line in stride(from: start + 1, to: number, by: 1) where first == nil { first = ruleColumn(line) }
        guard let first, first != column else { return nil }
        return Self.misaligned(at: place, column: first)
    }

    private func section(above number: Int) -> (name: String, line: Int)? {
        for line in stride(from: number - 1, to: 0, by: -1) {
            if let name = section(line) { return (name, line) }
        }
        return nil
    }

    static func under(_ section: String, at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB013",
            at: place,
            LocalizedText("这条规则写在 “\(section)” 下面了", "This rule stands under “\(section)”"),
            help: LocalizedText(
                "把它移到 rules: 的列表里（\(section): 之外），与其他规则的 “- ” 对齐",
                "Move it into the list under rules:, outside of \(section):, with its “- ” below those of other rules"
            )
        )
    }

    static func outside(at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB013",
            at: place,
            LocalizedText("这条规则不在 “rules” 下面", "This rule does not stand under “rules”"),
            help: LocalizedText("在它上面写一行 rules:，规则缩进两格", "Write a line rules: above it, and indent the rules by two")
        )
    }

    private static func misaligned(at place: SourceLocation, column: Int) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: place,
            LocalizedText("YAML 语法：这条规则没有与其他规则对齐", "YAML syntax: this rule is not aligned with the others"),
            help: LocalizedText("把它的 “- ” 移到第 \(column) 列", "Move its “- ” to column \(column)")
        )
    }

    /// Whether a node looks like a rule.
    static func isRule(_ node: DocumentNode) -> Bool {
        guard let mapping = node.mapping else { return false }
        return mapping.contains { ["id", "match"].contains($0.key.text) }
    }

    /// The column of the dash, if a rule begins on the line.
    private func ruleColumn(_ number: Int) -> Int? {
        guard !blockLines.contains(number), let line = source.scalars(ofLine: number) else { return nil }
        let item = line.drop { $0 == " " }
        guard item.first == "-", item.dropFirst().first == " " else { return nil }
        let name = item.dropFirst().drop { $0 == " " }.prefix { $0 != ":" && $0 != " " }
        let isRule = ["id", "title", "match", "event"].contains(String(String.UnicodeScalarView(name.prefix(8))))
        return isRule && line[name.endIndex...].first == ":" ? item.startIndex - line.startIndex + 1 : nil
    }

    /// The section that begins on the line.
    private func section(_ number: Int) -> String? {
        guard !blockLines.contains(number), let line = source.scalars(ofLine: number) else { return nil }
        let name = line.prefix(20).prefix(while: MisleadingSource.isFieldCharacter)
        guard !name.isEmpty, name.endIndex < line.endIndex, line[name.endIndex] == ":" else { return nil }
        return String(String.UnicodeScalarView(name))
    }
}
