import OperatorText
import RuleEngine

/// Finds `suggest` without effect (RB217), titles that their rule does not answer (RB218), and titles that two rules share
/// (RB219).
struct MisleadingSuggestions: Lint {
    private let rules: RuleSet
    private let sections: RuleFileSections
    /// The first rule with the same title, for each rule that is not the first.
    private let earlier: [Int: Rule]
    private let contest: TitleContest

    private struct Title: Hashable {
        let text: String
        let condition: RuleCondition
    }

    init(_ subject: LintSubject) {
        rules = subject.rules
        sections = subject.sections
        var first: [Title: Rule] = [:]
        var earlier: [Int: Rule] = [:]
        for rule in rules.rules where rule.event == .text && rule.stage == .live {
            guard let title = rule.title else { continue }
            let key = Title(text: TextNormalizer.normalize(title).trimmedText, condition: rule.condition)
            if let other = first[key] { earlier[rule.order] = other } else { first[key] = rule }
        }
        self.earlier = earlier
        contest = TitleContest(rules)
    }

    func findings(on rule: Rule) -> [Diagnostic] {
        guard rule.event == .text, let title = rule.title else { return [] }
        let node = sections.node(of: rule)?["title"]
        let place = (location: node?.location ?? rule.location, length: node?.length ?? 1)
        if let other = earlier[rule.order] { return [repeated(title, of: other, at: place)] }
        // A rule that waits for an answer is suggested only while its question is open.
        guard !rule.clauses.isEmpty, rule.condition.asked == nil, rule.stage == .live || rule.stage == .test,
            !contest.isAnswered(title, by: rule), contest.mayCompare()
        else { return [] }
        return [unanswered(title, of: rule, at: place)].compactMap(\.self)
    }

    func findingsOutsideRules() -> [Diagnostic] {
        guard let fallback = rules.fallback, fallback.suggestions > 0 else { return [] }
        let reply = fallback.reply
        let sent =
            reply.pick == .all ? Array(reply.replies.prefix(rules.limits.messagesPerEvent).suffix(1)) : reply.replies
        let takesTitles = sent.contains { if case .text = $0.content { true } else { false } }
        if !takesTitles {
            return [
                pointless(
                    LocalizedText(
                        "suggest 把标题接在文字回复后面，但兜底最后发的不是文字",
                        "`suggest` adds titles to a text, but the fallback does not end with one"
                    ),
                    help: LocalizedText("把文字回复放在最后，或删掉 suggest", "Put a text last, or delete `suggest`")
                )
            ]
        }
        // Suggestions are found by a keyword of two characters or more that is near the message.
        let isOffered = rules.rules.contains { rule in
            rule.event == .text && rule.stage == .live && rule.title != nil
                && rule.clauses.contains { clause in
                    clause.positiveKeys.contains { key in clause.words(key).contains { $0.folded.count > 1 } }
                }
        }
        guard !isOffered else { return [] }
        return [
            pointless(
                LocalizedText(
                    "没有一条可以推荐的规则写了 title，suggest 不起作用",
                    "No rule that could be suggested has a title, so `suggest` does nothing"
                ),
                help: LocalizedText(
                    "给有关键词的文字规则写上 title（顾客会看到它）；不推荐就删掉 suggest",
                    "Give rules with keywords a title, which customers see; if nothing is to be suggested, delete `suggest`"
                )
            )
        ]
    }

    private func pointless(_ message: LocalizedText, help: LocalizedText) -> Diagnostic {
        let node = sections.fallback?["suggest"] ?? sections.fallback
        return Diagnostic(
            "RB217",
            .warning,
            at: node?.location ?? SourceLocation(path: "", line: 1, column: 1),
            length: node?.length ?? 1,
            message,
            help: help
        )
    }

    private func repeated(
        _ title: String,
        of other: Rule,
        at place: (location: SourceLocation, length: Int)
    ) -> Diagnostic {
        let text = title.brief
        return Diagnostic(
            "RB219",
            .warning,
            at: place.location,
            length: place.length,
            LocalizedText(
                "标题 “\(text)” 和规则 “\(other.id)” 的相同：顾客只会看到一个",
                "The title “\(text)” is also that of rule “\(other.id)”: customers see only one of them"
            ),
            help: LocalizedText("给其中一条规则换一个标题", "Give one of the rules another title"),
            related: [
                .init(
                    location: sections.node(of: other)?["title"]?.location ?? other.location,
                    note: LocalizedText("“\(other.id)” 的标题", "The title of “\(other.id)”")
                )
            ]
        )
    }

    private func unanswered(
        _ title: String,
        of rule: Rule,
        at place: (location: SourceLocation, length: Int)
    ) -> Diagnostic? {
        let text = title.brief
        let reason: LocalizedText
        var related: [Diagnostic.Related] = []
        var help = LocalizedText(
            "在 match 里加一条 exact: [\(text)]，或把标题改成它能回答的话",
            "Add a clause exact: [\(text)] to its `match`, or make the title something that it answers"
        )
        switch ExampleContest(rule: rule, rules: rules).result(for: title) {
        case .answers: return nil
        case .loses(let winner, let loss):
            // Which of two rules with one title answers it does not matter here.
            if rules.rules.contains(where: { $0.id == winner.rule && $0.title == title }) { return nil }
            reason = LocalizedText("抢先回答的是 “\(winner.rule)”", "“\(winner.rule)” answers it instead")
            let note = LocalizedText(
                "“\(winner.rule)”：\(winner.evidence.chinese)",
                "“\(winner.rule)”: \(winner.evidence.english)"
            )
            related = [.init(location: winner.location, note: note)]
            if loss == .priority {
                help = LocalizedText(
                    "换一个 “\(winner.rule)” 不命中的标题，或给 “\(rule.id)” 写更高的 priority",
                    "Take a title that “\(winner.rule)” does not match, or give “\(rule.id)” a higher priority"
                )
            }
        case .doesNotMatch(let veto):
            reason =
                veto.map { LocalizedText("它含有 none 里的 “\($0)”", "it contains “\($0)”, listed under `none`") }
                ?? LocalizedText("match 没有一条命中它", "no clause of its `match` matches")
        }
        return Diagnostic(
            "RB218",
            .warning,
            at: place.location,
            length: place.length,
            LocalizedText(
                "顾客照着标题 “\(text)” 发过来，规则 “\(rule.id)” 不会回答：\(reason.chinese)",
                "A customer who sends the title “\(text)” is not answered by “\(rule.id)”: \(reason.english)"
            ),
            help: help,
            related: related
        )
    }
}

/// Finds the titles that their own rules answer, with one scratch for all of them.
private final class TitleContest {
    private let rules: RuleSet
    private lazy var scratch = rules.matcher.makeScratch()
    private var comparisons = 1_000

    init(_ rules: RuleSet) {
        self.rules = rules
    }

    /// Whether another title may be compared closely, which is slow; nobody reads more findings than this allows.
    func mayCompare() -> Bool {
        comparisons -= 1
        return comparisons >= 0
    }

    /// Whether the rule matches its title, and no other rule that matches and is not off ranks before it.
    func isAnswered(_ title: String, by rule: Rule) -> Bool {
        rules.matcher.match(TextNormalizer.normalize(title), in: &scratch)
        guard let own = scratch.hits.first(where: { Int($0.rule) == rule.order }) else { return false }
        let precedence = Precedence(of: rule, strength: own.strength)
        return !scratch.hits.contains { hit in
            let other = rules.rules[Int(hit.rule)]
            return other.stage != .off && Precedence(of: other, strength: hit.strength) > precedence
        }
    }
}
