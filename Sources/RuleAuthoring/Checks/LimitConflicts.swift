import OperatorText
import RuleEngine

/// Finds rules that contradict `limits`: hand-offs above the cap (RB214), and more messages than one event may have
/// (RB215).
struct LimitConflicts: Lint {
    private let rules: RuleSet
    private let sections: RuleFileSections

    init(_ subject: LintSubject) {
        rules = subject.rules
        sections = subject.sections
    }

    func findings(on rule: Rule) -> [Diagnostic] {
        let name = LocalizedText("规则 “\(rule.id)” ", "rule “\(rule.id)”")
        return rule.cases.flatMap { reply -> [Diagnostic] in
            let node = sections.node(of: reply, in: rule)
            let handoff = node?["handoff"] ?? sections.node(of: rule)?["handoff"]
            return [
                longHandoff(of: reply, node: handoff?["for"], name: name),
                unsentMessages(of: reply, node: node, name: name),
            ]
            .compactMap(\.self)
        }
    }

    func findingsOutsideRules() -> [Diagnostic] {
        guard let fallback = rules.fallback else { return [] }
        let name = LocalizedText("兜底", "the fallback")
        return [unsentMessages(of: fallback.reply, node: sections.fallback, name: name)].compactMap(\.self)
    }

    private func longHandoff(of reply: ReplyCase, node: DocumentNode?, name: LocalizedText) -> Diagnostic? {
        let cap = rules.limits.handoffCap
        guard let handoff = reply.handoff, handoff.seconds > cap else { return nil }
        let (long, short) = (DurationText.text(handoff.seconds), DurationText.text(cap))
        let limit = Limit("handoff_cap", in: sections)
        return Diagnostic(
            "RB214",
            .warning,
            at: node?.location ?? reply.location,
            length: node?.length ?? 1,
            LocalizedText(
                "\(name.chinese)要转人工 \(long)，但 limits.handoff_cap 是 \(short)\(limit.origin.chinese)：到 \(short) 就会结束",
                "\(name.english) hands off for \(long), but limits.handoff_cap is \(short)\(limit.origin.english): "
                    + "it ends after \(short)"
            ),
            help: LocalizedText(
                "写 for: \(short)，或在 limits 里写 handoff_cap: \(long)",
                "Write for: \(short), or handoff_cap: \(long) under limits"
            ),
            related: limit.related
        )
    }

    private func unsentMessages(of reply: ReplyCase, node: DocumentNode?, name: LocalizedText) -> Diagnostic? {
        let (count, most) = (reply.replies.count, rules.limits.messagesPerEvent)
        guard reply.pick == .all, count > most else { return nil }
        let replies = node?.replies ?? []
        let first = replies.indices.contains(most) ? replies[most] : nil
        let limit = Limit("messages_per_event", in: sections)
        let remedy =
            count <= 10
            ? LocalizedText(
                "，或在 limits 里写 messages_per_event: \(count)",
                ", or write messages_per_event: \(count) under limits"
            ) : LocalizedText(verbatim: "")
        return Diagnostic(
            "RB215",
            .warning,
            at: first?.location ?? reply.location,
            length: first?.length ?? 1,
            LocalizedText(
                "\(name.chinese)一次要发 \(count) 条，但 limits.messages_per_event 是 \(most)\(limit.origin.chinese)：从第 \(most + 1) 条起不会发出",
                "\(name.english) sends \(count) messages at once, but limits.messages_per_event is "
                    + "\(most)\(limit.origin.english): those from number \(most + 1) on are never sent"
            ),
            help: LocalizedText("合并成 \(most) 条以内\(remedy.chinese)", "Make \(most) of them at most\(remedy.english)"),
            related: limit.related
        )
    }

    /// Where a limit comes from: the file, or the default.
    private struct Limit {
        let origin: LocalizedText
        let related: [Diagnostic.Related]

        init(_ key: String, in sections: RuleFileSections) {
            let written = sections.limits?[key]
            origin = written == nil ? LocalizedText("（默认值）", " (the default)") : LocalizedText(verbatim: "")
            related = written.map { [.init(location: $0.location, note: LocalizedText("上限", "The limit"))] } ?? []
        }
    }
}

/// Finds `resume_words`, which end a hand-off, that outside of one are answered by a rule that begins one (RB213).
///
/// During a hand-off such a rule does not take part (RULES C4). Without one, a follower who asks for the bot gets a
/// person.
struct ResumeWordConflicts: Lint {
    private let rules: RuleSet

    init(_ subject: LintSubject) {
        rules = subject.rules
    }

    /// Bounds the time, because each word is matched against all rules.
    private static let wordLimit = 200

    func findingsOutsideRules() -> [Diagnostic] {
        guard !rules.limits.resumeWords.isEmpty, rules.rules.contains(where: Self.handsOff) else { return [] }
        var scratch = rules.matcher.makeScratch()
        var findings: [Diagnostic] = []
        for word in rules.limits.resumeWords.prefix(Self.wordLimit) {
            rules.matcher.match(TextNormalizer.normalize(word.text), in: &scratch)
            let hits = scratch.hits.map { hit in
                let rule = rules.rules[Int(hit.rule)]
                return (rule: rule, precedence: Precedence(of: rule, strength: hit.strength))
            }
            let ranked = hits.filter { $0.rule.stage == .live || $0.rule.stage == .test }
                .sorted { $0.precedence > $1.precedence }
            // The first rule that begins a hand-off, unless a rule before it always takes the word.
            let first = ranked.map(\.rule)
                .first { Self.handsOff($0) || $0.condition.isEmpty && $0.takesEveryMatch }
            if let first, Self.handsOff(first) { findings.append(finding(on: word, answeredBy: first)) }
        }
        return findings
    }

    private static func handsOff(_ rule: Rule) -> Bool {
        rule.cases.contains { $0.handoff != nil }
    }

    private func finding(on word: Keyword, answeredBy rule: Rule) -> Diagnostic {
        let text = word.text.brief
        let match = rules.matcher.report(on: TextNormalizer.normalize(word.text)).matches
            .first { rules.rules[$0.rule].order == rule.order }
        let evidence = match.map { Candidate(rule, match: $0).evidence }
        return Diagnostic(
            "RB213",
            .warning,
            at: word.written.location,
            length: word.written.length,
            LocalizedText(
                "“\(text)” 用来结束人工接待，但会回答它的规则 “\(rule.id)” 又转人工",
                "“\(text)” ends a hand-off, but rule “\(rule.id)”, which answers it, begins one"
            ),
            help: LocalizedText(
                "换一个 “\(rule.id)” 不命中的词，或在 “\(rule.id)” 里写 none: [\(text)]",
                "Take a word that “\(rule.id)” does not match, or write none: [\(text)] in “\(rule.id)”"
            ),
            related: [
                .init(
                    location: rule.location,
                    note: LocalizedText(
                        "“\(rule.id)” 命中它\(evidence.map { "：" + $0.chinese } ?? "")",
                        "“\(rule.id)” matches it\(evidence.map { ": " + $0.english } ?? "")"
                    )
                )
            ]
        )
    }
}
