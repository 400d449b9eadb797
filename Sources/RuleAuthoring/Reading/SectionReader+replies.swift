import OperatorText
import RuleEngine

extension SectionReader {
    /// Reads `reply`, or `replies` with `pick`; the caller checks that one of them is present.
    func replies(_ reader: MappingReader, scope: TemplateScope) -> (replies: [Reply], pick: ReplyPick) {
        let pick = reader.choice("pick", as: ReplyPick.self)
        guard let list = reader["replies"] else {
            let replies = reader["reply"].flatMap { reply($0, scope: scope) }.map { [$0] } ?? []
            return (replies, pick ?? .all)
        }
        let items = fields.items(list, field: "replies")
        if items.count > 1, !reader.has("pick"), let key = reader.key("replies") {
            fields.refuse(
                key,
                code: "RB016",
                message: LocalizedText(
                    "有 \(items.count) 条回复，却没有说怎么选",
                    "There are \(items.count) replies, but nothing says which is sent"
                ),
                help: LocalizedText(
                    "加一行 pick: all（全部发送）、random（随机一条）或 rotate（轮流）",
                    "Add pick: all (every one), random (one by chance) or rotate (one after the other)"
                )
            )
        }
        let replies = items.compactMap { reply($0, scope: scope, isWeighted: pick == .random) }
        return (replies, pick ?? .all)
    }

    /// Reads one reply: a text, `{text: …}` or `{articles: […]}`; one of several may have a `weight`.
    private func reply(_ node: DocumentNode, scope: TemplateScope, isWeighted: Bool? = nil) -> Reply? {
        if node.scalar != nil {
            return template(node, field: "reply", limit: limits.text, scope: scope)
                .map { Reply(content: .text($0), weight: 1, location: node.location) }
        }
        if node.sequence != nil {
            fields.wrongShape(
                node,
                name: FieldReader.name("reply"),
                expected: LocalizedText("一段文字", "a text"),
                help: LocalizedText(
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
        guard let reader = fields.mapping(node, name: LocalizedText("回复", "A reply"), keys: keys) else { return nil }
        let weight = reader["weight"].map { self.weight($0, isUsed: isWeighted ?? false) } ?? 1
        guard let content = content(reader, scope: scope) else { return nil }
        return Reply(content: content, weight: weight, location: node.location)
    }

    private func content(_ reader: MappingReader, scope: TemplateScope) -> Reply.Content? {
        guard reader.has("text") != reader.has("articles") else {
            let help = LocalizedText("二选一：text 或 articles", "Either text or articles")
            reader.reportMissing(
                LocalizedText("内容（text 与 articles 只能有一个）", "content (either text or articles)"),
                help: help
            )
            return nil
        }
        if let node = reader["articles"] { return articles(node, scope: scope).map { .articles($0) } }
        return reader["text"].flatMap { template($0, field: "text", limit: limits.text, scope: scope) }
            .map { .text($0) }
    }

    private func weight(_ node: DocumentNode, isUsed: Bool) -> Int {
        if !isUsed {
            fields.refuse(
                node,
                code: "RB013",
                message: LocalizedText(
                    "“weight” 只在 pick: random 时有用",
                    "“weight” means something only with pick: random"
                ),
                help: LocalizedText("删掉 weight，或写 pick: random", "Delete it, or write pick: random")
            )
        }
        return fields.integer(node, field: "weight", in: 1...1_000) ?? 1
    }

    /// Reads `articles`, the items of an image-text reply.
    private func articles(_ node: DocumentNode, scope: TemplateScope) -> [ArticleTemplate]? {
        let items = fields.items(node, field: "articles")
        if items.count > limits.articles {
            diagnostics.error(
                "RB040",
                at: items[limits.articles].location,
                LocalizedText("图文超过 \(limits.articles) 条", "More than \(limits.articles) articles"),
                help: LocalizedText("删掉多余的，或分成两条规则", "Delete some, or make two rules of it")
            )
        }
        let articles = items.enumerated()
            .map { article($1, needsImage: $0 == 0 && items.count > 1, scope: scope) }
        let complete = articles.compactMap(\.self)
        return complete.count == items.count && !items.isEmpty ? complete : nil
    }

    private func article(_ node: DocumentNode, needsImage: Bool, scope: TemplateScope) -> ArticleTemplate? {
        let keys = ["title", "desc", "image", "url", "action"]
        guard let reader = fields.mapping(node, name: LocalizedText("图文", "An article"), keys: keys) else { return nil }
        for key in ["title", "url"] + (needsImage ? ["image"] : []) where !reader.has(key) {
            fields.refuse(
                node,
                code: "RB041",
                message: LocalizedText("图文缺少字段 “\(key)”", "An article lacks the field “\(key)”"),
                help: key == "image"
                    ? LocalizedText("有多条图文时，第一条必须有 image", "The first of several articles must have an image")
                    : LocalizedText(
                        "title 和 url 必须有；desc、image、action 可以没有",
                        "title and url are needed; desc, image, action are not"
                    )
            )
        }
        func read(_ key: String, limit: Int) -> ReplyTemplate? {
            reader[key].flatMap { template($0, field: key, limit: limit, scope: scope) }
        }
        func address(_ key: String) -> ReplyTemplate? {
            guard let node = reader[key], let template = read(key, limit: limits.address) else { return nil }
            checkAddress(template, field: key, at: node)
            return template
        }
        let title = read("title", limit: limits.title)
        let description = read("desc", limit: limits.description)
        let (image, url) = (address("image"), address("url"))
        let action = read("action", limit: limits.action)
        guard let title, let url else { return nil }
        return ArticleTemplate(title: title, description: description, image: image, url: url, action: action)
    }

    /// Reports an address that is not safe (RB042).
    private func checkAddress(_ template: ReplyTemplate, field: String, at node: DocumentNode) {
        guard !AddressCheck.isSafe(template) else { return }
        fields.refuse(
            node,
            code: "RB042",
            message: LocalizedText(
                "“\(field)” 应是 https:// 开头的完整网址",
                "“\(field)” should be a full address that begins with https://"
            ),
            help: LocalizedText(
                "例如 https://example.com/a?id={{名称|url}}；端口是 1–65535；变量只能放在 ? 后面，并且要写 |url",
                "For example https://example.com/a?id={{name|url}}; a port is 1–65535; variables only behind the ?, and with |url"
            )
        )
    }
}

/// Whether the address of an article is safe with any values of its variables.
///
/// It begins with `https://` and a host, and variables stand only in its query, percent-encoded.
enum AddressCheck {
    static func isSafe(_ template: ReplyTemplate) -> Bool {
        guard case .literal(let start) = template.parts.first, hasSecureHost(start) else { return false }
        var isInQuery = false
        for part in template.parts {
            switch part {
            case .literal(let text):
                guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else { return false }
                isInQuery = isInQuery || text.unicodeScalars.contains("?")
            case .placeholder(let placeholder):
                guard isInQuery, placeholder.isURLEncoded else { return false }
            }
        }
        return true
    }

    /// Whether a text begins with `https://` and a host that ends before the first variable.
    private static func hasSecureHost(_ text: String) -> Bool {
        let scheme = "https://"
        guard text.lowercased().hasPrefix(scheme) else { return false }
        let host = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !host.contains("@"), !host.contains(" ") else { return false }
        // An IPv6 address has colons of its own, between brackets.
        let isBracketed = host.hasPrefix("[")
        let name = host.prefix { $0 != (isBracketed ? "]" : ":") }
        let rest = host[name.endIndex...].dropFirst(isBracketed ? 1 : 0)
        guard !name.isEmpty, !isBracketed || name.endIndex < host.endIndex else { return false }
        return rest.isEmpty
            || rest.hasPrefix(":") && DecimalText.number(String(rest.dropFirst())).map((1...65_535).contains) ?? false
    }
}
