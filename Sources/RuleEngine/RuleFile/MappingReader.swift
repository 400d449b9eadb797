/// Access to a mapping whose keys are a closed set (RULES C1).
///
/// Unknown keys (RB012), keys without a value and missing required keys (RB010) are reported here, once.
struct MappingReader {
    let location: SourceLocation
    private let name: Phrase
    private let length: Int
    private let entries: [String: DocumentEntry]
    private let blank: Set<String>
    /// Keys that unknown ones were probably meant to be.
    private let misspelt: Set<String>
    private let diagnostics: DiagnosticCollector

    /// Reads a node as a mapping; nil, and reported as RB013, when it is none.
    init?(_ node: DocumentNode, _ name: Phrase, keys: [String], diagnostics: DiagnosticCollector) {
        guard let mapping = node.mapping else {
            FieldReader(diagnostics: diagnostics)
                .wrongShape(node, name, Phrase("“键: 值”", "“key: value” pairs"), help: MappingReader.list(keys))
            return nil
        }
        location = node.location
        length = node.length
        self.name = name
        self.diagnostics = diagnostics
        let known = mapping.filter { keys.contains($0.key.text) }
        entries = Dictionary(known.map { ($0.key.text, $0) }) { first, _ in first }
        blank = Set(known.filter(\.value.isBlank).map(\.key.text))
        let unknown = mapping.filter { !keys.contains($0.key.text) }
        var misspelt: Set<String> = []
        for entry in unknown {
            let meant = diagnostics.nearest(entry.key.text, among: keys)
            if let meant { misspelt.insert(meant) }
            diagnostics.reportUnknown(entry.key, meant: meant, keys)
        }
        self.misspelt = misspelt
        for entry in known where entry.value.isBlank { reportBlank(entry.key) }
    }

    /// The value of a key; nil when it is absent or empty.
    subscript(key: String) -> DocumentNode? {
        blank.contains(key) ? nil : entries[key]?.value
    }

    /// The value of a key that must be there.
    func required(_ key: String, help: Phrase? = nil) -> DocumentNode? {
        if let value = self[key] { return value }
        if !has(key) { reportMissing(Phrase("字段 “\(key)”", "field “\(key)”"), help: help) }
        return nil
    }

    /// Whether a key is written, with or without a value, or probably misspelt.
    func has(_ key: String) -> Bool {
        entries[key] != nil || misspelt.contains(key)
    }

    /// Where a key is written.
    func key(_ key: String) -> DocumentScalar? {
        entries[key]?.key
    }

    /// Reports that something is not there (RB010).
    func reportMissing(_ what: Phrase, help: Phrase? = nil) {
        diagnostics.error(
            "RB010",
            at: location,
            length: length,
            Phrase("\(name.chinese)缺少\(what.chinese)", "\(name.english) lacks the \(what.english)"),
            help: help
        )
    }

    private func reportBlank(_ key: DocumentScalar) {
        diagnostics.error(
            "RB010",
            at: key.location,
            length: key.length,
            Phrase("字段 “\(key.shown)” 没有内容", "Field “\(key.shown)” is empty"),
            help: Phrase("填上内容,或删掉这个字段", "Give it a value, or delete it")
        )
    }

    fileprivate static func list(_ keys: [String]) -> Phrase {
        let names = keys.joined(separator: " ")
        return Phrase("可用字段:\(names)", "Fields here: \(names)")
    }
}

extension DiagnosticCollector {
    fileprivate func reportUnknown(_ key: DocumentScalar, meant: String?, _ keys: [String]) {
        let list = MappingReader.list(keys)
        let proposal = meant.map { nearest in
            Phrase("是不是想写 \(nearest)?\(list.chinese)", "Did you mean \(nearest)? \(list.english)")
        }
        error(
            "RB012",
            at: key.location,
            length: key.length,
            Phrase("未知字段 “\(key.shown)”", "Unknown field “\(key.shown)”"),
            help: proposal ?? list
        )
    }
}
