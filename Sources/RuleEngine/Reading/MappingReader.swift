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
                .wrongShape(node, name, Phrase("“键: 值”", "“key: value” pairs"), help: MappingReader.help(node, keys))
            return nil
        }
        location = node.location
        length = node.length
        self.name = name
        self.diagnostics = diagnostics
        let known = mapping.filter { keys.contains($0.key.text) }
        entries = Dictionary(known.map { ($0.key.text, $0) }) { first, _ in first }
        blank = Set(known.filter(\.value.isBlank).map(\.key.text))
        if let first = mapping.first, known.isEmpty,
            let split = SplitText(source: first.key.source).inBraces(node, mapping)
        {
            diagnostics.report(split)
            return nil
        }
        misspelt = UnknownFields(keys: keys, diagnostics: diagnostics).report(in: mapping)
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
        if let comment = BlankValue.comment(behind: key) {
            diagnostics.report(comment)
            return
        }
        diagnostics.error(
            "RB010",
            at: key.location,
            length: key.length,
            Phrase("字段 “\(key.shown)” 没有内容", "Field “\(key.shown)” is empty"),
            help: Phrase("填上内容,或删掉这个字段", "Give it a value, or delete it")
        )
    }

    private static func help(_ node: DocumentNode, _ keys: [String]) -> Phrase {
        let list = list(keys)
        guard let item = node.sequence?.first?.mapping, item.contains(where: { keys.contains($0.key.text) }) else {
            return list
        }
        return Phrase("去掉字段前面的 “- ”。\(list.chinese)", "Delete the “- ” before its fields. \(list.english)")
    }

    fileprivate static func list(_ keys: [String]) -> Phrase {
        let names = keys.joined(separator: " ")
        return Phrase("可用字段:\(names)", "Fields here: \(names)")
    }
}

/// Reports the fields of a mapping that do not exist there (RB012), and what they probably were meant to be.
private struct UnknownFields {
    let keys: [String]
    let diagnostics: DiagnosticCollector

    /// Returns the known names that unknown ones stand for.
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
            if let (name, place) = fieldBeforeColon(entry.key) {
                diagnostics.report(SyntaxLookAlike.colon(at: place))
                misspelt.insert(name)
                continue
            }
            if let before = field, isPiece(entry) {
                let rest = [entry] + mapping[index...].prefix(while: isPiece)
                if let split = SplitText(source: entry.key.source).atComma(before, rest) {
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

    private func report(_ entry: DocumentEntry) -> String? {
        let key = entry.key
        if let plain = LookAlike.plain(key.text), keys.contains(plain) {
            report(
                key,
                Phrase("字段名里有全角或看不见的字符，写成 \(plain)", "It has full-width or invisible characters; write \(plain)")
            )
            return plain
        }
        let list = MappingReader.list(keys)
        let meant = diagnostics.nearest(key.text, among: keys)
        if let meant {
            report(key, Phrase("是不是想写 \(meant)?\(list.chinese)", "Did you mean \(meant)? \(list.english)"))
        } else if let place = FieldPlace.phrase(for: key.text) {
            report(key, Phrase("\(place.chinese)。\(list.chinese)", "\(place.english). \(list.english)"))
        } else {
            report(key, list)
        }
        // Words that stand outside of `match` are no missing `match`.
        return meant ?? (SectionReader.isClauseKey(key.text) && keys.contains("match") ? "match" : nil)
    }

    private func report(_ key: DocumentScalar, _ help: Phrase) {
        diagnostics.error(
            "RB012",
            at: key.location,
            length: key.length,
            Phrase("未知字段 “\(key.shown)”", "Unknown field “\(key.shown)”"),
            help: help
        )
    }

    /// `slot：单号` and `for:30m`: the field's name, and where the colon is.
    private func fieldBeforeColon(_ key: DocumentScalar) -> (name: String, colon: SourceLocation)? {
        guard key.style == .plain else { return nil }
        let name = key.text.unicodeScalars.prefix(40).prefix { $0 != ":" && $0 != "：" }
        let text = String(String.UnicodeScalarView(name)).trimmingSpaces
        guard name.endIndex < key.text.unicodeScalars.endIndex, keys.contains(text) else { return nil }
        return (text, key.place(of: name.count..<name.count + 1).location)
    }
}
