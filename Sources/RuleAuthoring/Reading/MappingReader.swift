import OperatorText
import RuleEngine

/// A mapping with a closed set of keys (RULES C1).
///
/// It reports unknown keys (RB012), and keys without a value and missing keys (RB010), each once.
struct MappingReader {
    let location: SourceLocation
    private let name: LocalizedText
    private let length: Int
    private let entries: [String: DocumentEntry]
    /// Keys that unknown ones probably stand for.
    private let misspelt: Set<String>
    private let fields: FieldReader

    fileprivate init(
        _ node: DocumentNode,
        name: LocalizedText,
        entries: [DocumentEntry],
        misspelt: Set<String>,
        fields: FieldReader
    ) {
        location = node.location
        length = node.length
        self.name = name
        self.entries = Dictionary(entries.map { ($0.key.text, $0) }) { first, _ in first }
        self.misspelt = misspelt
        self.fields = fields
    }

    /// The value of a key; nil if the key is absent or has no value.
    subscript(key: String) -> DocumentNode? {
        entries[key].flatMap { $0.value.isBlank ? nil : $0.value }
    }

    /// The value of a required key; its absence is reported.
    func required(_ key: String, help: LocalizedText? = nil) -> DocumentNode? {
        if let value = self[key] { return value }
        if !has(key) { reportMissing(LocalizedText("字段 “\(key)”", "field “\(key)”"), help: help) }
        return nil
    }

    /// Whether a key is present, with or without a value, or probably misspelt.
    func has(_ key: String) -> Bool {
        entries[key] != nil || misspelt.contains(key)
    }

    /// A key as it is written.
    func key(_ key: String) -> DocumentScalar? {
        entries[key]?.key
    }

    /// Reports that the mapping lacks something (RB010).
    func reportMissing(_ what: LocalizedText, help: LocalizedText? = nil) {
        fields.diagnostics.error(
            "RB010",
            at: location,
            length: length,
            LocalizedText("\(name.chinese)缺少\(what.chinese)", "\(name.english) lacks the \(what.english)"),
            help: help
        )
    }
}

/// Typed access to the values of a mapping; nil if the key is absent, or if its value is reported as wrong.
extension MappingReader {
    func text(_ key: String) -> DocumentScalar? {
        self[key].flatMap { fields.text($0, field: key) }
    }

    func texts(_ key: String) -> [DocumentScalar] {
        self[key].map { fields.texts($0, field: key) } ?? []
    }

    func integer(_ key: String, in bounds: ClosedRange<Int>) -> Int? {
        self[key].flatMap { fields.integer($0, field: key, in: bounds) }
    }

    func duration(_ key: String) -> Int? {
        self[key].flatMap { fields.duration($0, field: key) }
    }

    func days(_ key: String) -> [ClosedRange<CivilDay>] {
        self[key].map { fields.days($0, field: key) } ?? []
    }

    func boolean(_ key: String) -> Bool? {
        self[key].flatMap { fields.boolean($0, field: key) }
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String,
        as type: Choice.Type = Choice.self
    ) -> Choice? where Choice.RawValue == String {
        self[key].flatMap { fields.choice($0, field: key, as: type) }
    }
}

extension FieldReader {
    /// Reads the value of a field as a mapping with these keys.
    func mapping(_ node: DocumentNode, field: String, keys: [String]) -> MappingReader? {
        mapping(node, name: FieldReader.name(field), keys: keys)
    }

    /// Reads a node as a mapping with these keys; reports any other node (RB013).
    func mapping(_ node: DocumentNode, name: LocalizedText, keys: [String]) -> MappingReader? {
        let list = MappingReader.list(keys)
        guard let mapping = node.mapping else {
            let isItem = node.sequence?.first?.mapping?.contains { keys.contains($0.key.text) } ?? false
            let help = LocalizedText(
                "去掉字段前面的 “- ”。\(list.chinese)",
                "Delete the “- ” before its fields. \(list.english)"
            )
            wrongShape(
                node,
                name: name,
                expected: LocalizedText("“键: 值”", "“key: value” pairs"),
                help: isItem ? help : list
            )
            return nil
        }
        let known = mapping.filter { keys.contains($0.key.text) }
        if let first = mapping.first, known.isEmpty, let split = SplitText(source: first.key.source).inBraces(node) {
            diagnostics.report(split)
            return nil
        }
        let misspelt = UnknownFields(keys: keys, fields: self).report(in: mapping)
        for entry in known where entry.value.isBlank {
            if let comment = BlankValue.comment(behind: entry.key) {
                diagnostics.report(comment)
            } else {
                refuse(
                    entry.key,
                    code: "RB010",
                    message: LocalizedText("字段 “\(entry.key.shown)” 没有内容", "Field “\(entry.key.shown)” is empty"),
                    help: LocalizedText("填上内容，或删掉这个字段", "Give it a value, or delete it")
                )
            }
        }
        return MappingReader(node, name: name, entries: known, misspelt: misspelt, fields: self)
    }
}

extension MappingReader {
    fileprivate static func list(_ keys: [String]) -> LocalizedText {
        let names = keys.joined(separator: " ")
        return LocalizedText("可用字段：\(names)", "Fields here: \(names)")
    }
}

/// Reports unknown fields of a mapping (RB012) and the fields that they probably stand for.
private struct UnknownFields {
    let keys: [String]
    let fields: FieldReader

    private var diagnostics: DiagnosticCollector { fields.diagnostics }

    /// Returns the keys that unknown ones probably stand for.
    func report(in mapping: [DocumentEntry]) -> Set<String> {
        var misspelt: Set<String> = []
        var field: DocumentEntry?
        var index = 0
        while index < mapping.count {
            let entry = mapping[index]
            index += 1
            if keys.contains(entry.key.text) {
                field = entry
                continue
            }
            if let (name, place) = misspeltField(entry.key) {
                diagnostics.report(SyntaxLookAlike.colon(at: place))
                misspelt.insert(name)
                continue
            }
            if let before = field, isPiece(entry) {
                let rest = [entry] + mapping[index...].prefix(while: isPiece)
                if let split = SplitText(source: entry.key.source).atComma(before, rest: rest) {
                    diagnostics.report(split)
                    index += rest.count - 1
                    continue
                }
            }
            if let meant = report(entry) { misspelt.insert(meant) }
        }
        return misspelt
    }

    private func isPiece(_ entry: DocumentEntry) -> Bool {
        entry.value.isBlank && !keys.contains(entry.key.text)
    }

    /// Reports one field and returns the key that it probably stands for.
    private func report(_ entry: DocumentEntry) -> String? {
        let key = entry.key
        let list = MappingReader.list(keys)
        var meant: String?
        var help = list
        if let plain = LookAlike.plain(key.text), keys.contains(plain) {
            meant = plain
            help = LocalizedText(
                "字段名里有全角或看不见的字符，写成 \(plain)",
                "It has full-width or invisible characters; write \(plain)"
            )
        } else if let nearest = diagnostics.nearest(key.text, among: keys) {
            meant = nearest
            help = LocalizedText("是不是想写 \(nearest)？\(list.chinese)", "Did you mean \(nearest)? \(list.english)")
        } else if let place = FieldPlace.phrase(for: key.text) {
            help = LocalizedText("\(place.chinese)。\(list.chinese)", "\(place.english). \(list.english)")
        }
        fields.refuse(
            key,
            code: "RB012",
            message: LocalizedText("未知字段 “\(key.shown)”", "Unknown field “\(key.shown)”"),
            help: help
        )
        // A clause that stands outside of `match` is no missing `match`.
        return meant ?? (SectionReader.isClauseKey(key.text) && keys.contains("match") ? "match" : nil)
    }

    /// `slot：单号` and `for:30m`: the name of the field and the place of the colon.
    private func misspeltField(_ key: DocumentScalar) -> (name: String, colon: SourceLocation)? {
        guard key.style == .plain else { return nil }
        let name = key.text.unicodeScalars.prefix(40).prefix { $0 != ":" && $0 != "：" }
        let text = String(String.UnicodeScalarView(name)).trimmingSpaces
        guard name.endIndex < key.text.unicodeScalars.endIndex, keys.contains(text) else { return nil }
        return (text, key.place(of: name.count..<name.count + 1).location)
    }
}

/// The sections of fields, for a field in the wrong place (RB012).
private enum FieldPlace {
    /// The section of a field; nil for an unknown name.
    static func phrase(for name: String) -> LocalizedText? {
        guard let place = places.first(where: { $0.names.contains(name) }) else { return nil }
        return LocalizedText("“\(name)” \(place.phrase.chinese)", "“\(name)” \(place.phrase.english)")
    }

    private static let places: [(names: Set<String>, phrase: LocalizedText)] = [
        (
            [
                "id", "title", "event", "match", "priority", "stage", "cases", "while_cooling", "during_handoff",
                "lifetime",
                "examples", "counter_examples", "handoff", "ask", "reply", "replies", "cooldown", "also",
            ],
            LocalizedText(
                "是规则的字段：规则写在 rules: 下面，每条以 “- ” 开头，字段对齐",
                "is a field of a rule: rules stand under rules:, each begins with “- ”, and its fields are aligned"
            )
        ),
        (
            ["exact", "prefix", "suffix", "any", "all", "none", "regex", "raw_regex"],
            LocalizedText("写在 match: 里面，并缩进", "belongs into match:, and is indented")
        ),
        (
            ["schedule", "not_schedule", "dates", "asked", "first_contact"],
            LocalizedText("写在 when: 里面，并缩进", "belongs into when:, and is indented")
        ),
        (
            ["desc", "image", "url", "action"],
            LocalizedText("写在 articles: 的一项里", "belongs into an item of articles:")
        ),
        (
            ["account", "limits", "schedules", "sets", "rules", "fallback", "version"],
            LocalizedText("写在文件最外层，前面不留空格", "belongs to the outermost level, without spaces before it")
        ),
    ]
}
