extension SectionReader {
    /// Reads `articles`: the items of an image-text reply.
    func articles(_ node: DocumentNode, scope: TemplateScope) -> [ArticleTemplate]? {
        let items = fields.items(node, "articles")
        if items.count > limits.articles {
            diagnostics.error(
                "RB040",
                at: items[limits.articles].location,
                Phrase("图文超过 \(limits.articles) 条", "More than \(limits.articles) articles"),
                help: Phrase("删掉多余的,或分成两条规则", "Delete some, or make two rules of it")
            )
        }
        let articles = items.enumerated()
            .map { index, item in
                article(item, needsImage: index == 0 && items.count > 1, scope: scope)
            }
        let complete = articles.compactMap(\.self)
        return complete.count == items.count && !items.isEmpty ? complete : nil
    }

    private func article(_ node: DocumentNode, needsImage: Bool, scope: TemplateScope) -> ArticleTemplate? {
        let keys = ["title", "desc", "image", "url", "action"]
        guard let reader = mapping(node, Phrase("图文", "An article"), keys: keys) else { return nil }
        for key in ["title", "url"] + (needsImage ? ["image"] : []) where !reader.has(key) {
            reportMissing(key, in: node)
        }
        func read(_ key: String, _ limit: Int) -> ReplyTemplate? {
            reader[key].flatMap { text($0, key, limit: limit, scope: scope) }
        }
        func address(_ key: String) -> ReplyTemplate? {
            guard let node = reader[key], let template = read(key, limits.address) else { return nil }
            checkAddress(template, key, at: node)
            return template
        }
        let title = read("title", limits.title)
        let description = read("desc", limits.description)
        let (image, url) = (address("image"), address("url"))
        let action = read("action", limits.action)
        guard let title, let url else { return nil }
        return ArticleTemplate(title: title, description: description, image: image, url: url, action: action)
    }

    private func reportMissing(_ key: String, in node: DocumentNode) {
        diagnostics.error(
            "RB041",
            at: node.location,
            length: node.length,
            Phrase("图文缺少字段 “\(key)”", "An article lacks the field “\(key)”"),
            help: key == "image"
                ? Phrase("有多条图文时,第一条必须有 image", "The first of several articles must have an image")
                : Phrase(
                    "title 和 url 必须有;desc、image、action 可以没有",
                    "title and url are needed; desc, image, action are not"
                )
        )
    }

    /// An address begins with `https://` and a host, and variables stand only in its query, percent-encoded (RB042).
    private func checkAddress(_ template: ReplyTemplate, _ field: String, at node: DocumentNode) {
        guard !AddressCheck.isSafe(template) else { return }
        diagnostics.error(
            "RB042",
            at: node.location,
            length: node.length,
            Phrase("“\(field)” 应是 https:// 开头的完整网址", "“\(field)” should be a full address that begins with https://"),
            help: Phrase(
                "例如 https://example.com/a?id={{名称|url}};端口是 1–65535;变量只能放在 ? 后面,并且要写 |url",
                "For example https://example.com/a?id={{name|url}}; a port is 1–65535; variables only behind the ?, and with |url"
            )
        )
    }
}
