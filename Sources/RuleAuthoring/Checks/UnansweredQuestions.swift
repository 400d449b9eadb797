import LinearRegex
import OperatorText
import RuleEngine

/// Finds questions whose answer no rule takes (RB208), and rules that cool down for longer than their question stays open
/// (RB209).
struct UnansweredQuestions: Lint {
    private let answered: Set<String>

    init(_ subject: LintSubject) {
        let conditions = subject.rules.rules.filter { $0.stage != .off }
            .flatMap { [$0.condition] + $0.cases.map(\.condition) }
        answered = Set(conditions.compactMap(\.asked))
    }

    func findings(on rule: Rule) -> [Diagnostic] {
        var seen: Set<String> = []
        return rule.cases.flatMap { reply -> [Diagnostic] in
            guard let ask = reply.ask, seen.insert(ask.slot).inserted else { return [] }
            var findings: [Diagnostic] = []
            if !answered.contains(ask.slot) { findings.append(unanswered(ask, by: reply, of: rule)) }
            if let cooldown = rule.cooldown, cooldown.seconds > ask.seconds {
                findings.append(cooling(ask, by: reply, of: rule))
            }
            return findings
        }
    }

    private func unanswered(_ ask: SlotQuestion, by reply: ReplyCase, of rule: Rule) -> Diagnostic {
        Diagnostic(
            "RB208",
            .warning,
            at: reply.location,
            LocalizedText(
                "规则 “\(rule.id)” 提问 “\(ask.slot)”，但没有规则接收回答",
                "Rule “\(rule.id)” asks for “\(ask.slot)”, but no rule takes the answer"
            ),
            help: LocalizedText(
                "加一条规则，写上 when: {asked: \(ask.slot)}；不需要回答就删掉 ask",
                "Add a rule with when: {asked: \(ask.slot)}; if no answer is needed, delete `ask`"
            )
        )
    }

    private func cooling(_ ask: SlotQuestion, by reply: ReplyCase, of rule: Rule) -> Diagnostic {
        Diagnostic(
            "RB209",
            .warning,
            at: reply.location,
            LocalizedText(
                "规则 “\(rule.id)” 的 cooldown 比提问 “\(ask.slot)” 的 for 长：提问过期后，顾客暂时不能重新开始",
                "The cooldown of “\(rule.id)” is longer than its question “\(ask.slot)” is open: "
                    + "once it has lapsed, the customer cannot start again for a while"
            ),
            help: LocalizedText(
                "把 cooldown 写短，或把 ask 的 for 写长",
                "Make the cooldown shorter, or `for` under `ask` longer"
            )
        )
    }
}

/// Finds rules that answer a question but capture the answer under a name other than the slot's (RB216).
///
/// A slot takes the capture of its name, else the whole message. A capture of another name is right where it is the
/// whole message and the rule's replies use it; so are several captures that they use.
struct MissedSlots: Lint {
    private let sources: [String: SourceText]

    init(_ subject: LintSubject) {
        sources = subject.sources
    }

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
            guard let group = unused.first ?? (misses ? groups[0] : nil),
                let pattern = clause.patterns.first(where: { $0.pattern.groupNames.contains(group) })
            else { return nil }
            let place = place(of: group, in: pattern)
            return Diagnostic(
                "RB216",
                .warning,
                at: place.location,
                length: place.length,
                LocalizedText(
                    "规则 “\(rule.id)” 回答提问 “\(slot)”，分组却叫 “\(group)”：{{slot.\(slot)}} 会是整条消息，不是这个分组",
                    "Rule “\(rule.id)” answers the question “\(slot)”, but its group is named “\(group)”: "
                        + "{{slot.\(slot)}} is the whole message, not the group"
                ),
                help: LocalizedText("把分组改名：(?<\(slot)>…)", "Rename the group: (?<\(slot)>…)")
            )
        }
    }

    /// The place of a group's name in the file; that of the expression where the name is not found.
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

    /// Whether an expression is one group around the whole message, `^(?<name>…)$`.
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
    /// The variables in all replies.
    fileprivate var variables: [TemplateVariable] {
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
