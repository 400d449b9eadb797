/// Warns of rules that take an answer apart, but keep it under a name that none of their captures has (RB216).
///
/// A slot is filled with the capture that has its name, else with the whole message. A capture under another name is no
/// mistake where the rule's replies use it and it is the whole message, nor are several captures that they use.
struct SlotCaptureLint {
    private let sources: [String: SourceText]
    init(sources: [String: SourceText]) {
        self.sources = sources
    }

    /// RB216 for each clause whose captures miss the slot.
    func findings(on rule: Rule) -> [Diagnostic] {
        let slots = ([rule.condition.asked] + rule.cases.map(\.condition.asked)).compactMap(\.self)
        guard let slot = slots.first, Set(slots).count == 1 else { return [] }
        let used = Set(
            rule.cases.flatMap(\.variables).compactMap { if case .capture(let name) = $0 { name } else { nil } }
        )
        return rule.clauses.compactMap { clause in
            let groups = clause.patterns.flatMap(\.pattern.groupNames)
            guard !groups.isEmpty, !groups.contains(slot) else { return nil }
            let unused = groups.filter { !used.contains($0) }
            let isWhole = clause.patterns.allSatisfy { Self.isWhole($0.text) }
            let misses = groups.count == 1 && !isWhole
            guard let group = unused.first ?? (misses ? groups[0] : nil) else { return nil }
            return finding(group, slot, clause, rule)
        }
    }

    private func finding(_ group: String, _ slot: String, _ clause: MatchClause, _ rule: Rule) -> Diagnostic? {
        guard let pattern = clause.patterns.first(where: { $0.pattern.groupNames.contains(group) }) else { return nil }
        let place = place(of: group, in: pattern)
        return Diagnostic(
            "RB216",
            .warning,
            at: place.location,
            length: place.length,
            LocalizedText(
                "规则 “\(rule.id)” 回答提问 “\(slot)”，分组却叫 “\(group)”：{{slot.\(slot)}} 会是整条消息，不是这个分组",
                "Rule “\(rule.id)” answers the question “\(slot)”, but its group is named “\(group)”: {{slot.\(slot)}} "
                    + "is the whole message, not the group"
            ),
            help: LocalizedText("把分组改名：(?<\(slot)>…)", "Rename the group: (?<\(slot)>…)")
        )
    }

    /// Where a group's name is written; the expression where that cannot be told.
    private func place(of group: String, in pattern: RulePattern) -> (location: SourceLocation, length: Int) {
        let start = pattern.location
        let name = Array(group.unicodeScalars)
        let whole = (start, pattern.text.unicodeScalars.prefix { $0 != "\n" }.count)
        guard let line = sources[start.path]?.scalars(ofLine: start.line).map(Array.init) else { return whole }
        let wanted: [Unicode.Scalar] = ["<"] + name + [">"]
        guard wanted.count <= line.count, start.column >= 1 else { return whole }
        for index in stride(from: start.column - 1, through: line.count - wanted.count, by: 1)
        where line[index...].starts(with: wanted) {
            return (SourceLocation(path: start.path, line: start.line, column: index + 2), name.count)
        }
        return whole
    }

    /// Whether an expression is one group from the start of the message to its end, `^(?<name>…)$`.
    private static func isWhole(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        guard scalars.starts(with: Array("^(?<".unicodeScalars)), scalars.suffix(2).elementsEqual([")", "$"]) else {
            return false
        }
        var (depth, isInClass, index) = (0, false, 1)
        while index < scalars.count {
            switch scalars[index] {
            case "\\": index += 1
            case "[": isInClass = true
            case "]": isInClass = false
            case "(" where !isInClass: depth += 1
            case ")" where !isInClass:
                depth -= 1
                if depth == 0 { return index == scalars.count - 2 }
            default: break
            }
            index += 1
        }
        return false
    }
}

extension ReplyCase {
    /// The variables of all its replies.
    var variables: [TemplateVariable] {
        replies.flatMap { reply -> [TemplateVariable] in
            switch reply.content {
            case .text(let template): template.placeholders.map(\.variable)
            case .articles(let articles):
                articles.flatMap { article in
                    [article.title, article.description, article.image, article.url, article.action].compactMap(\.self)
                        .flatMap { $0.placeholders.map(\.variable) }
                }
            }
        }
    }
}
