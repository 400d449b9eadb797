/// Warns of what the limits of the file cut off: hand-offs that are too long (RB214), replies that are too many (RB215).
struct LimitLint {
    let rules: RuleSet
    let sections: RuleFileSections

    /// RB214 and RB215 for the cases of a rule.
    func findings(on rule: Rule) -> [Diagnostic] {
        let name = LocalizedText("规则 “\(rule.id)” ", "rule “\(rule.id)”")
        return rule.cases.flatMap { reply -> [Diagnostic] in
            let node = sections.node(of: reply, in: rule)
            let handoff = node?["handoff"] ?? sections.node(of: rule)?["handoff"]
            return [
                tooLong(reply.handoff, handoff?["for"], name, at: reply.location),
                unsent(reply, node, name),
            ]
            .compactMap(\.self)
        }
    }

    /// RB215 for the fallback.
    var fallbackFindings: [Diagnostic] {
        guard let fallback = rules.fallback else { return [] }
        let name = LocalizedText("兜底", "the fallback")
        return unsent(fallback.reply, sections.fallback, name).map { [$0] } ?? []
    }

    private func tooLong(
        _ handoff: Handoff?,
        _ node: DocumentNode?,
        _ name: LocalizedText,
        at place: SourceLocation
    ) -> Diagnostic? {
        let cap = rules.limits.handoffCap
        guard let handoff, handoff.seconds > cap else { return nil }
        let (long, short) = (DurationText.text(handoff.seconds), DurationText.text(cap))
        let written = sections.limits?["handoff_cap"]
        let origin = written == nil ? LocalizedText("（默认值）", " (the default)") : LocalizedText(verbatim: "")
        return Diagnostic(
            "RB214",
            .warning,
            at: node?.location ?? place,
            length: node?.length ?? 1,
            LocalizedText(
                "\(name.chinese)要转人工 \(long)，但 limits.handoff_cap 是 \(short)\(origin.chinese)：到 \(short) 就会结束",
                "\(name.english) hands off for \(long), but limits.handoff_cap is \(short)\(origin.english): "
                    + "it ends after \(short)"
            ),
            help: LocalizedText(
                "写 for: \(short)，或在 limits 里写 handoff_cap: \(long)",
                "Write for: \(short), or handoff_cap: \(long) under limits"
            ),
            related: written.map { [.init(location: $0.location, note: LocalizedText("上限", "The limit"))] } ?? []
        )
    }

    private func unsent(_ reply: ReplyCase, _ node: DocumentNode?, _ name: LocalizedText) -> Diagnostic? {
        let (count, limit) = (reply.replies.count, rules.limits.messagesPerEvent)
        guard reply.pick == .all, count > limit else { return nil }
        let replies = node?.replies ?? []
        let first = replies.indices.contains(limit) ? replies[limit] : nil
        let written = sections.limits?["messages_per_event"]
        let origin = written == nil ? LocalizedText("（默认值）", " (the default)") : LocalizedText(verbatim: "")
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
                "\(name.chinese)一次要发 \(count) 条，但 limits.messages_per_event 是 \(limit)\(origin.chinese)：从第 \(limit + 1) 条起不会发出",
                "\(name.english) sends \(count) messages at once, but limits.messages_per_event is "
                    + "\(limit)\(origin.english): those from number \(limit + 1) on are never sent"
            ),
            help: LocalizedText("合并成 \(limit) 条以内\(remedy.chinese)", "Make \(limit) of them at most\(remedy.english)"),
            related: written.map { [.init(location: $0.location, note: LocalizedText("上限", "The limit"))] } ?? []
        )
    }
}
