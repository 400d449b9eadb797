import OperatorText
import RuleEngine

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

    /// Gathers the sections of all files.
    static func gather(_ roots: [DocumentNode], diagnostics: DiagnosticCollector) -> RuleFileSections {
        var sections = RuleFileSections(fields: FieldReader(diagnostics: diagnostics))
        for root in roots { sections.add(root) }
        return sections
    }

    private init(fields: FieldReader) {
        self.fields = fields
    }

    static let keys = ["version", "account", "limits", "schedules", "sets", "rules", "fallback"]

    private mutating func add(_ root: DocumentNode) {
        if let items = root.sequence, let rule = items.first(where: MisplacedRule.isRule) {
            fields.diagnostics.report(MisplacedRule.outside(at: dash(of: rule)))
            return
        }
        let name = LocalizedText("规则文件", "A rule file")
        guard let file = fields.mapping(root, name: name, keys: Self.keys) else { return }
        checkVersion(file)
        for key in ["account", "limits", "schedules", "sets", "fallback"] {
            guard let rule = file[key]?.sequence?.first(where: MisplacedRule.isRule) else { continue }
            fields.diagnostics.report(MisplacedRule.under(key, at: dash(of: rule)))
            return
        }
        account = only("account", of: file, first: account)
        limits = only("limits", of: file, first: limits)
        fallback = only("fallback", of: file, first: fallback)
        schedules += named("schedules", of: file)
        sets += named("sets", of: file)
        rules += file["rules"].map(items) ?? []
    }

    private func items(_ node: DocumentNode) -> [DocumentNode] {
        guard MisplacedRule.isRule(node) else { return fields.items(node, field: "rules") }
        fields.wrongShape(
            node,
            name: FieldReader.name("rules"),
            expected: LocalizedText("列表", "a list"),
            help: LocalizedText("每条规则以 “- ” 开头：- id: 名称", "Each rule begins with “- ”: - id: name")
        )
        return []
    }

    /// The place of the dash before a list item, or of the item if the dash is on another line.
    private func dash(of item: DocumentNode) -> SourceLocation {
        guard let source = item.mapping?.first?.key.source, let index = source.index(of: item.location) else {
            return item.location
        }
        let before = source.allScalars[..<index].lastIndex { $0 != " " }
        return before.flatMap { source.allScalars[$0] == "-" ? source.location(ofIndex: $0) : nil } ?? item.location
    }

    private func checkVersion(_ file: MappingReader) {
        let help = LocalizedText("在文件第一行写 version: 1", "Write version: 1 in the first line")
        guard let node = file.required("version", help: help), let version = fields.text(node, field: "version") else {
            return
        }
        guard version.text != "1" else { return }
        fields.refuse(
            version,
            code: "RB013",
            message: LocalizedText("“version” 不能是 “\(version.shown)”", "“version” cannot be “\(version.shown)”"),
            help: PlainForm.help(version.text) { $0 == "1" }
                ?? LocalizedText("现在只有第 1 版：version: 1", "There is only version 1: version: 1")
        )
    }

    /// A section that only one of the files may have; the first one counts.
    private func only(_ key: String, of file: MappingReader, first: DocumentNode?) -> DocumentNode? {
        guard let first else { return file[key] }
        if file[key] != nil, let name = file.key(key) {
            refuseSecond(name, called: FieldReader.name(key), first: first.location)
        }
        return first
    }

    /// The entries of a section that all files may have, each entry under its own name.
    private mutating func named(_ key: String, of file: MappingReader) -> [DocumentEntry] {
        guard let node = file[key] else { return [] }
        guard let entries = node.mapping else {
            fields.wrongShape(
                node,
                name: FieldReader.name(key),
                expected: LocalizedText("“名称: 内容”", "“name: content” pairs")
            )
            return []
        }
        return entries.filter { isNew($0, in: key) }
    }

    private mutating func isNew(_ entry: DocumentEntry, in section: String) -> Bool {
        let name = entry.key.text
        guard fields.checkName(entry.key, field: section) else { return false }
        if let first = places[section]?[name] {
            let title = LocalizedText("“\(section)” 里的 “\(name)” ", "“\(name)” in “\(section)”")
            refuseSecond(entry.key, called: title, first: first)
            return false
        }
        places[section, default: [:]][name] = entry.key.location
        if entry.value.isBlank {
            fields.refuse(
                entry.key,
                code: "RB010",
                message: LocalizedText("“\(entry.key.shown)” 没有内容", "“\(entry.key.shown)” is empty"),
                help: LocalizedText("填上内容，或删掉它", "Give it a value, or delete it")
            )
        }
        return !entry.value.isBlank
    }

    private func refuseSecond(_ key: DocumentScalar, called title: LocalizedText, first: SourceLocation) {
        fields.refuse(
            key,
            code: "RB011",
            message: LocalizedText("\(title.chinese)在所有文件里只能有一个", "\(title.english) may exist only once in all files"),
            help: LocalizedText("删掉其中一个", "Delete one of them"),
            related: [.init(location: first, note: LocalizedText("第一个在这里", "The first one is here"))]
        )
    }
}

/// The nodes of rules and replies, for findings about their parts.
extension RuleFileSections {
    /// The mapping of a rule.
    func node(of rule: Rule) -> DocumentNode? {
        rules.indices.contains(rule.order) ? rules[rule.order] : nil
    }

    /// The mapping with the replies of a case: the case itself, or a rule without cases.
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

    /// The texts of a reply that customers read: its text, or the titles and descriptions of its articles.
    var replyTexts: [DocumentScalar] {
        if let text = scalar ?? self["text"]?.scalar { return [text] }
        return (self["articles"]?.sequence ?? []).flatMap { [$0["title"], $0["desc"]] }.compactMap { $0?.scalar }
    }
}
