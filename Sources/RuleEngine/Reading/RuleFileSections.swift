/// The top-level sections of all files (RULES C1).
struct RuleFileSections {
    private(set) var account: DocumentNode?
    private(set) var limits: DocumentNode?
    private(set) var fallback: DocumentNode?
    private(set) var schedules: [DocumentEntry] = []
    private(set) var sets: [DocumentEntry] = []
    private(set) var rules: [DocumentNode] = []
    private let fields: FieldReader
    private var places: [String: [String: SourceLocation]] = [:]

    init(_ roots: [DocumentNode], diagnostics: DiagnosticCollector) {
        fields = FieldReader(diagnostics: diagnostics)
        for root in roots { add(root) }
    }

    static let keys = ["version", "account", "limits", "schedules", "sets", "rules", "fallback"]

    private mutating func add(_ root: DocumentNode) {
        if let items = root.sequence, let rule = items.first(where: MisplacedRule.isRule) {
            fields.diagnostics.report(MisplacedRule.outside(at: dash(of: rule)))
            return
        }
        let name = Phrase("规则文件", "A rule file")
        guard let file = MappingReader(root, name, keys: Self.keys, diagnostics: fields.diagnostics) else { return }
        checkVersion(file)
        for key in ["account", "limits", "schedules", "sets", "fallback"] {
            guard let rule = file[key]?.sequence?.first(where: MisplacedRule.isRule) else { continue }
            fields.diagnostics.report(MisplacedRule.under(key, at: dash(of: rule)))
            return
        }
        account = only(account, file, "account")
        limits = only(limits, file, "limits")
        fallback = only(fallback, file, "fallback")
        schedules += named(file, "schedules")
        sets += named(file, "sets")
        rules += file["rules"].map(items) ?? []
    }

    private func items(_ node: DocumentNode) -> [DocumentNode] {
        guard MisplacedRule.isRule(node) else { return fields.items(node, "rules") }
        fields.wrongShape(
            node,
            FieldReader.name("rules"),
            Phrase("列表", "a list"),
            help: Phrase("每条规则以 “- ” 开头：- id: 名称", "Each rule begins with “- ”: - id: name")
        )
        return []
    }

    /// Where the dash stands before a list item; the item itself, where that is on another line.
    private func dash(of item: DocumentNode) -> SourceLocation {
        guard let source = item.mapping?.first?.key.source, let index = source.index(of: item.location) else {
            return item.location
        }
        let before = source.allScalars[..<index].lastIndex { $0 != " " }
        return before.flatMap { source.allScalars[$0] == "-" ? source.location(ofIndex: $0) : nil } ?? item.location
    }

    private func checkVersion(_ file: MappingReader) {
        let help = Phrase("在文件第一行写 version: 1", "Write version: 1 in the first line")
        guard let node = file.required("version", help: help), let version = fields.text(node, "version") else {
            return
        }
        guard version.text != "1" else { return }
        fields.refuse(
            "RB013",
            version,
            Phrase("“version” 不能是 “\(version.shown)”", "“version” cannot be “\(version.shown)”"),
            help: PlainForm.help(version.text) { $0 == "1" }
                ?? Phrase("现在只有第 1 版:version: 1", "There is only version 1: version: 1")
        )
    }

    /// A section that only one of the files may have; the first one counts.
    private func only(_ before: DocumentNode?, _ file: MappingReader, _ key: String) -> DocumentNode? {
        guard let before else { return file[key] }
        if file[key] != nil, let name = file.key(key) {
            reportSecond(name, FieldReader.name(key), first: before.location)
        }
        return before
    }

    /// The entries of a section whose parts may stand in any of the files, under names of their own.
    private mutating func named(_ file: MappingReader, _ key: String) -> [DocumentEntry] {
        guard let node = file[key] else { return [] }
        guard let entries = node.mapping else {
            fields.wrongShape(node, FieldReader.name(key), Phrase("“名称: 内容”", "“name: content” pairs"))
            return []
        }
        return entries.filter { isNew($0, in: key) }
    }

    private mutating func isNew(_ entry: DocumentEntry, in section: String) -> Bool {
        let name = entry.key.text
        guard fields.checkName(entry.key, section) else { return false }
        guard let first = places[section]?[name] else {
            places[section, default: [:]][name] = entry.key.location
            return !isEmpty(entry)
        }
        reportSecond(
            entry.key,
            Phrase("“\(section)” 里的 “\(name)” ", "“\(name)” in “\(section)”"),
            first: first
        )
        return false
    }

    private func isEmpty(_ entry: DocumentEntry) -> Bool {
        if entry.value.isBlank {
            fields.diagnostics.error(
                "RB010",
                at: entry.key.location,
                length: entry.key.length,
                Phrase("“\(entry.key.shown)” 没有内容", "“\(entry.key.shown)” is empty"),
                help: Phrase("填上内容,或删掉它", "Give it a value, or delete it")
            )
        }
        return entry.value.isBlank
    }

    private func reportSecond(_ key: DocumentScalar, _ what: Phrase, first: SourceLocation) {
        fields.diagnostics.error(
            "RB011",
            at: key.location,
            length: key.length,
            Phrase("\(what.chinese)在所有文件里只能有一个", "\(what.english) may exist only once in all files"),
            help: Phrase("删掉其中一个", "Delete one of them"),
            related: [.init(location: first, note: Phrase("第一个在这里", "The first one is here"))]
        )
    }
}

/// What rules and other sections were read from, for checks that point at a part of them.
extension RuleFileSections {
    /// The mapping of a rule.
    func node(of rule: Rule) -> DocumentNode? {
        rules.indices.contains(rule.order) ? rules[rule.order] : nil
    }

    /// The mapping with the replies of a case: that of the case, or of a rule without cases.
    func node(of reply: ReplyCase, in rule: Rule) -> DocumentNode? {
        let rule = node(of: rule)
        guard let cases = rule?["cases"]?.sequence else { return rule }
        return cases.indices.contains(reply.number - 1) ? cases[reply.number - 1] : nil
    }
}

extension DocumentNode {
    /// The nodes of the replies in a mapping with `reply` or `replies`.
    var replies: [DocumentNode] {
        if let reply = self["reply"] { return [reply] }
        return self["replies"]?.sequence ?? []
    }

    /// The texts of a reply that customers read: the node itself, what stands under `text`, titles and descriptions.
    var replyTexts: [DocumentScalar] {
        if let text = scalar ?? self["text"]?.scalar { return [text] }
        return (self["articles"]?.sequence ?? []).flatMap { [$0["title"], $0["desc"]] }.compactMap { $0?.scalar }
    }
}
