import OperatorText
import RuleEngine
import Yams

/// Parses YAML files into ``DocumentNode``s.
///
/// Files are composed, never loaded, so scalars keep their text. Anchors, aliases and tags are refused before any alias
/// is expanded, so a small file cannot become a huge one (RELIABILITY T25).
struct DocumentReader {
    let diagnostics: DiagnosticCollector
    private let budget = DocumentBudget()

    /// Parses a file into its text and its root; both are nil after an error, which is reported.
    func read(_ file: SourceFile) -> (text: SourceText?, root: DocumentNode?) {
        let decoding = SourceDecoding(file)
        for diagnostic in decoding.diagnostics { diagnostics.report(diagnostic) }
        guard let text = decoding.text else { return (nil, nil) }
        guard !decoding.isUnreadable else { return (text, nil) }
        let conflicts = ConflictMarkers(source: text).diagnostics
        for conflict in conflicts { diagnostics.report(conflict) }
        guard conflicts.isEmpty else { return (text, nil) }
        do {
            return (text, try root(of: text))
        } catch {
            diagnostics.report(YAMLErrorTranslation(source: text).diagnostic(for: error))
            return (text, nil)
        }
    }

    private func root(of text: SourceText) throws -> DocumentNode? {
        let scalars = text.allScalars
        guard scalars.count(where: DocumentReader.startsEntry) <= DocumentReader.entryLimit else {
            throw DocumentConversion.tooManyEntries(in: text, limit: DocumentReader.entryLimit)
        }
        guard budget.remaining > 0 else { throw DocumentConversion.tooManyNodesInAll(at: text) }
        // Composing expands aliases, which need anchors. So a first pass reads the file with every `*` replaced by an
        // ordinary letter: conversion refuses each word that begins where a `*` stood.
        if scalars.contains("*"), scalars.contains("&") {
            let disarmed = scalars.map { $0 == "*" ? DocumentReader.placeholder : $0 }
            var trial = DocumentConversion(source: text, allowance: budget.remaining)
            _ = try trial.document(try compose(disarmed))
        }
        var conversion = DocumentConversion(source: text, allowance: budget.remaining)
        defer { budget.take(conversion.count) }
        return try conversion.document(try compose(scalars))
    }

    private func compose(_ scalars: [Unicode.Scalar]) throws -> Node? {
        let yaml = String(String.UnicodeScalarView(scalars))
        return try Parser(yaml: yaml, resolver: .basic, constructor: .default, encoding: .utf8).singleRoot()
    }

    /// The largest number of possible entries, counted before memory is spent on nodes.
    private static let entryLimit = 1_000_000
    /// A private-use character, without a meaning in YAML.
    private static let placeholder: Unicode.Scalar = "\u{F8FF}"

    private static func startsEntry(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "[", "{", ",", "\n", "?": true
        default: false
        }
    }
}

/// The number of nodes that the remaining files may have (RELIABILITY T25).
final class DocumentBudget {
    /// The largest number of nodes, all files together.
    static let limit = 600_000

    private(set) var remaining = DocumentBudget.limit

    /// Subtracts the nodes of a file.
    func take(_ count: Int) {
        remaining -= min(count, remaining)
    }
}

/// Converts composed YAML into ``DocumentNode``s within a budget.
private struct DocumentConversion {
    let source: SourceText
    /// The number of nodes so far.
    private(set) var count = 0
    /// The number of nodes that all files together have left.
    private let allowance: Int

    init(source: SourceText, allowance: Int) {
        self.source = source
        self.allowance = allowance
    }

    /// The largest number of nodes in a file.
    static let nodeLimit = 400_000
    /// The deepest nesting.
    static let depthLimit = 32

    /// Converts the root of a file; a file without content is an empty mapping.
    mutating func document(_ root: Node?) throws(Diagnostic) -> DocumentNode {
        guard let root else {
            return DocumentNode(content: .mapping([]), location: location(line: 1, column: 1))
        }
        return try node(root, depth: 0)
    }

    private mutating func node(_ node: Node, depth: Int) throws(Diagnostic) -> DocumentNode {
        let place = location(node.mark)
        count += 1
        guard count <= DocumentConversion.nodeLimit else { throw DocumentConversion.tooManyNodes(in: source) }
        guard count <= allowance else { throw DocumentConversion.tooManyNodesInAll(at: source) }
        guard depth < DocumentConversion.depthLimit else { throw tooDeep(at: place) }
        try refuseDecoration(at: place)
        switch node {
        case .scalar(let scalar):
            let text = DocumentScalar(
                text: scalar.string,
                style: .init(scalar.style),
                location: place,
                source: source
            )
            try refuseControlCharacters(in: text)
            return DocumentNode(content: .scalar(text), location: place)
        case .sequence(let sequence):
            var nodes: [DocumentNode] = []
            for item in sequence { nodes.append(try self.node(item, depth: depth + 1)) }
            return DocumentNode(content: .sequence(nodes), location: place)
        case .mapping(let mapping):
            var entries: [DocumentEntry] = []
            for (key, value) in mapping {
                let keyNode = try self.node(key, depth: depth + 1)
                guard let name = keyNode.scalar else { throw keyIsNoText(keyNode) }
                if name.style == .plain, let first = name.text.unicodeScalars.first, LookAlike.isOddSpace(first) {
                    throw SyntaxLookAlike.space(first, at: name.location, position: .indentation)
                }
                entries.append(DocumentEntry(key: name, value: try self.node(value, depth: depth + 1)))
            }
            return DocumentNode(content: .mapping(entries), location: place)
        case .alias: throw decoration("*", at: place)
        }
    }

    private func location(_ mark: Mark?) -> SourceLocation {
        // An empty node at the end of the file has a mark behind the last line.
        let line = mark?.line ?? 1
        guard line <= source.lineCount else {
            return source.location(ofIndex: source.allScalars.count)
        }
        return location(line: line, column: mark?.column ?? 1)
    }

    private func location(line: Int, column: Int) -> SourceLocation {
        SourceLocation(path: source.path, line: line, column: column)
    }
}

extension DocumentScalar.Style {
    init(_ style: Node.Scalar.Style) {
        self =
            switch style {
            case .singleQuoted: .singleQuoted
            case .doubleQuoted: .doubleQuoted
            case .literal: .literal
            case .folded: .folded
            case .plain, .any: .plain
            }
    }
}

extension DocumentConversion {
    /// Refuses a node that begins with an anchor, an alias or a tag.
    func refuseDecoration(at place: SourceLocation) throws(Diagnostic) {
        switch source.scalar(line: place.line, column: place.column) {
        case "&": throw decoration("&", at: place)
        case "*": throw decoration("*", at: place)
        case "!": throw decoration("!", at: place)
        default: return
        }
    }

    /// Refuses a text with control characters, which only an escape such as `\e` can produce.
    func refuseControlCharacters(in scalar: DocumentScalar) throws(Diagnostic) {
        let refused = scalar.text.unicodeScalars.first {
            $0 != "\n" && $0 != "\t" && $0.properties.generalCategory == .control
        }
        guard let refused else { return }
        let code = String(refused.value, radix: 16, uppercase: true)
        throw Diagnostic(
            "RB001",
            at: scalar.location,
            length: scalar.length,
            LocalizedText("这段文字里有控制字符 U+\(code)", "This text holds the control character U+\(code)"),
            help: LocalizedText(
                "删掉双引号里的转义，只留 \\n 和 \\t",
                "Delete the escape between the quotes; only \\n and \\t may stay"
            )
        )
    }

    func decoration(_ mark: Unicode.Scalar, at place: SourceLocation) -> Diagnostic {
        YAMLErrorTranslation(source: source).specialWord(mark, at: place)
    }

    func tooDeep(at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: place,
            LocalizedText(
                "嵌套超过 \(DocumentConversion.depthLimit) 层",
                "Nested more than \(DocumentConversion.depthLimit) levels deep"
            ),
            help: LocalizedText("规则文件用不到这么深，检查括号和缩进", "No rule file needs that; check brackets and indentation")
        )
    }

    func keyIsNoText(_ key: DocumentNode) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: key.location,
            LocalizedText(
                "字段名应是一段文字，这里是\(key.shape.chinese)",
                "A field's name is a text; this is \(key.shape.english)"
            ),
            help: LocalizedText(
                "文字以 [ 或 { 开头时加引号，例如 \"{{date}}\"",
                "Quote a text that begins with [ or {, for example \"{{date}}\""
            )
        )
    }

    static func tooManyNodes(in source: SourceText) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: SourceLocation(path: source.path, line: 1, column: 1),
            LocalizedText(
                "文件里的键、值和列表项太多，超过 \(nodeLimit) 个",
                "The file has more than \(nodeLimit) keys, values and list items"
            ),
            help: LocalizedText("拆成几个文件放在同一个目录里", "Split it into several files in one directory")
        )
    }

    /// Refuses a file before it is parsed: each line end or sign may stand for a node.
    static func tooManyEntries(in source: SourceText, limit: Int) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: SourceLocation(path: source.path, line: 1, column: 1),
            LocalizedText(
                "文件太大：换行、逗号、问号和左括号超过 \(limit) 个",
                "The file is too large: more than \(limit) line ends, commas, question marks and opening brackets"
            ),
            help: LocalizedText("拆成几个文件放在同一个目录里", "Split it into several files in one directory")
        )
    }

    static func tooManyNodesInAll(at source: SourceText) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: SourceLocation(path: source.path, line: 1, column: 1),
            LocalizedText(
                "所有文件的键、值和列表项合计太多，到这个文件已超过 \(DocumentBudget.limit) 个",
                "All files together have too many keys, values and list items: with this one more than \(DocumentBudget.limit)"
            ),
            help: LocalizedText("删掉用不到的规则文件", "Take out rule files that are not needed")
        )
    }
}
