extension SectionReader {
    /// Reads `reply`, or `replies` with `pick`; the keys are checked by the caller.
    func replies(_ reader: MappingReader, scope: TemplateScope) -> (replies: [Reply], pick: ReplyPick) {
        let pick = reader["pick"].flatMap { fields.choice($0, "pick", ReplyPick.self) }
        guard let list = reader["replies"] else {
            let replies = reader["reply"].flatMap { reply($0, scope: scope) }.map { [$0] } ?? []
            return (replies, pick ?? .all)
        }
        let items = fields.items(list, "replies")
        if items.count > 1, !reader.has("pick"), let key = reader.key("replies") { reportPickMissing(key, items.count) }
        let replies = items.compactMap { reply($0, scope: scope, isWeighted: pick == .random) }
        return (replies, pick ?? .all)
    }

    private func reportPickMissing(_ key: DocumentScalar, _ count: Int) {
        fields.refuse(
            "RB016",
            key,
            Phrase("有 \(count) 条回复,却没有说怎么选", "There are \(count) replies, but nothing says which is sent"),
            help: Phrase(
                "加一行 pick: all(全部发送)、random(随机一条)或 rotate(轮流)",
                "Add pick: all (every one), random (one by chance) or rotate (one after the other)"
            )
        )
    }

    /// Reads one reply: a text, `{text: …}` or `{articles: […]}`, among several also with `weight`.
    private func reply(_ node: DocumentNode, scope: TemplateScope, isWeighted: Bool? = nil) -> Reply? {
        if node.scalar != nil {
            return text(node, "reply", limit: limits.text, scope: scope)
                .map { Reply(content: .text($0), weight: 1, location: node.location) }
        }
        if node.sequence != nil {
            fields.wrongShape(
                node,
                FieldReader.name("reply"),
                Phrase("一段文字", "a text"),
                help: Phrase(
                    "只有一条时，去掉方括号或 “- ”，或给整段文字加引号；有几条时写 replies 和 pick",
                    "For one reply take the brackets or the “- ” away, or quote the whole text; several are written as replies and pick"
                )
            )
            return nil
        }
        let keys = ["text", "articles"] + (isWeighted == nil ? [] : ["weight"])
        let isReply = node.mapping?.contains { keys.contains($0.key.text) } ?? false
        if !isReply, let split = SplitText.diagnostic(for: node) {
            diagnostics.report(split)
            return nil
        }
        guard let reader = mapping(node, Phrase("回复", "A reply"), keys: keys) else { return nil }
        let weight = reader["weight"].map { self.weight($0, isUsed: isWeighted ?? false) } ?? 1
        guard let content = content(reader, scope: scope) else { return nil }
        return Reply(content: content, weight: weight, location: node.location)
    }

    private func content(_ reader: MappingReader, scope: TemplateScope) -> Reply.Content? {
        guard reader.has("text") != reader.has("articles") else {
            let help = Phrase("二选一:text 或 articles", "Either text or articles")
            reader.reportMissing(Phrase("内容(text 与 articles 只能有一个)", "content (either text or articles)"), help: help)
            return nil
        }
        if let node = reader["articles"] { return articles(node, scope: scope).map { .articles($0) } }
        return reader["text"].flatMap { text($0, "text", limit: limits.text, scope: scope) }.map { .text($0) }
    }

    private func weight(_ node: DocumentNode, isUsed: Bool) -> Int {
        if !isUsed {
            diagnostics.error(
                "RB013",
                at: node.location,
                length: node.length,
                Phrase("“weight” 只在 pick: random 时有用", "“weight” means something only with pick: random"),
                help: Phrase("删掉 weight,或写 pick: random", "Delete it, or write pick: random")
            )
        }
        return fields.integer(node, "weight", in: 1...1_000) ?? 1
    }
}
