import OperatorText
import RuleEngine

/// The files of a folder by purpose: rules or tests, whatever their names say, or a copy of another file.
///
/// A file that is not for rules is left out with one finding (RB226 to RB228), as each of its lines would be an error.
struct FilePurpose {
    /// Findings about whole files.
    let findings: [Diagnostic]
    /// The contents of the rule files, in file order.
    let rules: [DocumentNode]
    /// Whether every file could be read and no file was left out that may define a name.
    let isComplete: Bool

    /// Classifies files by their contents.
    static func classify(_ files: [SourceFile], roots: [DocumentNode?]) -> FilePurpose {
        var findings: [Diagnostic] = []
        var contents: [FileContent] = []
        for (file, root) in zip(files, roots) {
            guard let root else { continue }
            if let finding = tests(inRules: root, path: file.path) {
                findings.append(finding)
            } else {
                contents.append(FileContent(file: file, root: root))
            }
        }
        let copies = FileCopies.find(in: contents)
        return FilePurpose(
            findings: findings + copies.findings,
            rules: contents.indices.filter { !copies.copies.contains($0) }.map { contents[$0].root },
            isComplete: roots.allSatisfy { $0 != nil } && copies.copies.isEmpty
        )
    }

    /// RB228 for test files that copy others.
    static func copies(among tests: [SourceFile]) -> [Diagnostic] {
        let contents = tests.map { file in
            let place = SourceLocation(path: file.path, line: 1, column: 1)
            return FileContent(file: file, root: DocumentNode(content: .sequence([]), location: place))
        }
        return FileCopies.find(in: contents.filter { !$0.file.bytes.isEmpty }).findings
    }

    /// RB226 for a test file with rules, and the text of the file.
    static func rules(inTest file: SourceFile) -> (finding: Diagnostic, text: SourceText)? {
        let (text, root) = DocumentReader(diagnostics: DiagnosticCollector()).read(file)
        guard let text, let root, let finding = rules(inTest: root, path: file.path) else { return nil }
        return (finding, text)
    }

    /// RB226 for the content of a test file with rules; nil if it has tests.
    static func rules(inTest root: DocumentNode, path: String) -> Diagnostic? {
        let hasRules = root["rules"]?.sequence?.contains { $0.mapping != nil } ?? false
        let isOther = root["tests"] == nil && ruleKeys.contains { root[$0] != nil }
        guard hasRules || isOther, let first = root.mapping?.first?.key else { return nil }
        let key = root.mapping?.first { hasRules && $0.key.text == "rules" }?.key ?? first
        let name = FileName(path)
        return Diagnostic(
            "RB226",
            at: key.location,
            length: key.length,
            LocalizedText(
                "“\(name.text)” 里是规则，但以 _test 结尾的文件只当作测试，里面的规则不会生效",
                "“\(name.text)” holds rules, but a file named *_test is read as tests, so its rules are not in use"
            ),
            help: LocalizedText(
                "改名为 \(name.forRules)，或把规则移到别的文件",
                "Rename it to \(name.forRules), or move the rules to another file"
            )
        )
    }

    private static let ruleKeys = ["version", "account", "limits", "schedules", "sets", "fallback"]

    /// RB227 for the content of a rule file with tests; nil if it has rules.
    private static func tests(inRules root: DocumentNode, path: String) -> Diagnostic? {
        let namesFiles = root["rules"]?.sequence?.allSatisfy { $0.scalar != nil } ?? false
        guard let key = root.mapping?.first(where: { $0.key.text == "tests" || $0.key.text == "defaults" })?.key,
            root["version"] == nil || namesFiles, root["rules"] == nil || namesFiles || root["rules"]?.scalar != nil
        else { return nil }
        let shown = root.mapping?.first { $0.key.text == "tests" }?.key ?? key
        let name = FileName(path)
        guard !name.isForTests else {
            return Diagnostic(
                "RB227",
                at: shown.location,
                length: shown.length,
                LocalizedText("“\(name.text)” 是测试文件，不是规则文件", "“\(name.text)” is a test file, not a rule file"),
                help: LocalizedText("用 replybot test 运行它", "Run it with replybot test")
            )
        }
        return Diagnostic(
            "RB227",
            at: shown.location,
            length: shown.length,
            LocalizedText(
                "“\(name.text)” 里是测试，但文件名不以 _test.yaml 结尾：它被当作规则，测试不会运行",
                "“\(name.text)” holds tests, but its name does not end in _test.yaml: it is read as rules, and its tests "
                    + "never run"
            ),
            help: LocalizedText("改名为 \(name.forTests)", "Rename it to \(name.forTests)")
        )
    }
}

/// A file's name, and the names under which its content would be read correctly.
private struct FileName {
    let text: String
    private let stem: String
    private let ending: String

    init(_ path: String) {
        text = String(path.split(separator: "/").last ?? "")
        let dot = text.lastIndex(of: ".") ?? text.endIndex
        stem = String(text[..<dot])
        ending = dot == text.endIndex ? ".yaml" : String(text[dot...])
    }

    /// Whether the name is that of a test file.
    var isForTests: Bool { stem.lowercased().hasSuffix("_test") }

    /// The name of the same file with tests.
    var forTests: String { (bare.isEmpty ? "rules" : bare) + "_test" + ending }

    /// The name of the same file with rules.
    var forRules: String { (bare.isEmpty ? "rules" : bare) + ending }

    /// The stem without any form of `test` at its end or start.
    private var bare: String {
        let lower = stem.lowercased()
        if let end = ["_tests", "-tests", ".tests", "_test", "-test", ".test", "tests", "test"]
            .first(where: lower.hasSuffix)
        {
            return String(stem.dropLast(end.count))
        }
        if let start = ["tests_", "tests-", "test_", "test-"].first(where: lower.hasPrefix) {
            return String(stem.dropFirst(start.count))
        }
        return stem
    }
}

/// A file and its parsed content.
private struct FileContent {
    let file: SourceFile
    let root: DocumentNode

    /// The names and single sections that the file defines for the whole folder.
    var definitions: Set<Definition> {
        let rules = root["rules"]?.sequence?.compactMap { $0["id"]?.scalar?.text } ?? []
        let names = ["sets", "schedules"]
            .flatMap { section in
                root[section]?.mapping?.map { Definition(section: section, name: $0.key.text) } ?? []
            }
        let single = ["account", "limits", "fallback"].filter { root[$0] != nil }
        return Set(
            rules.map { Definition(section: "rules", name: $0) } + names
                + single.map { Definition(section: $0, name: nil) }
        )
    }

    struct Definition: Hashable {
        let section: String
        /// Nil for a section as a whole.
        let name: String?
    }

    /// Whether a second file with the same content would define something twice.
    var definesSomething: Bool {
        root.mapping?.contains { $0.key.text != "version" } ?? true
    }
}

/// The files that repeat the content of another.
private struct FileCopies {
    private(set) var copies: Set<Int> = []
    /// Each copy with its original and the number of shared names; nil if the bytes are the same.
    private var pairs: [(copy: Int, original: Int, shared: Int?)] = []
    private let contents: [FileContent]
    /// The first file to define a name, and the first file with these bytes.
    private var owners: [FileContent.Definition: Int] = [:]
    private var files: [[UInt8]: Int] = [:]
    private var sizes: [Int] = []

    static func find(in contents: [FileContent]) -> FileCopies {
        var copies = FileCopies(contents: contents)
        copies.search()
        return copies
    }

    private init(contents: [FileContent]) {
        self.contents = contents
    }

    private mutating func search() {
        for (index, content) in contents.enumerated() {
            let definitions = content.definitions
            sizes.append(definitions.count)
            if content.definesSomething, let other = files[content.file.bytes] {
                add(index, repeating: other, shared: nil)
            } else if let (other, shared) = nearest(to: index, definitions: definitions) {
                add(index, repeating: other, shared: shared)
            }
            guard !copies.contains(index) else { continue }
            files[content.file.bytes] = index
            for name in definitions where owners[name].map(copies.contains) ?? true { owners[name] = index }
        }
    }

    /// The earlier file with most of the same names, if it shares at least two names and 60 % of the smaller file.
    private func nearest(to index: Int, definitions: Set<FileContent.Definition>) -> (file: Int, shared: Int)? {
        var (shared, named): ([Int: Int], Set<Int>) = ([:], [])
        for definition in definitions {
            guard let owner = owners[definition] else { continue }
            shared[owner, default: 0] += 1
            if definition.name != nil { named.insert(owner) }
        }
        let candidates = shared.filter { named.contains($0.key) }
        guard let most = candidates.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
        let isMost = most.value * 10 >= 6 * min(sizes[most.key], sizes[index])
        return most.value >= 2 && isMost ? (most.key, most.value) : nil
    }

    /// Records a pair; which of the two is the copy depends on their paths.
    private mutating func add(_ index: Int, repeating other: Int, shared: Int?) {
        let (first, second) = (contents[other].file.path, contents[index].file.path)
        let isFirst = Self.marks(of: first, beside: second) > Self.marks(of: second, beside: first)
        let (copy, original) = isFirst ? (other, index) : (index, other)
        guard copies.insert(copy).inserted else { return }
        pairs.append((copy, original, shared))
    }

    /// RB228 for each copy.
    var findings: [Diagnostic] {
        let originals = Dictionary(pairs.map { ($0.copy, $0.original) }) { first, _ in first }
        return pairs.map { copy, original, shared in
            // The original may have turned out to be a copy itself.
            var source = original
            while let earlier = originals[source], earlier != source { source = earlier }
            return finding(about: contents[copy], original: contents[source], names: sizes[copy], shared: shared)
        }
    }

    private func finding(
        about copy: FileContent,
        original: FileContent,
        names: Int,
        shared: Int?
    ) -> Diagnostic {
        let name = original.file.path
        let (chinese, english) =
            shared.map {
                (
                    "像是 “\(name)” 的副本：\(names) 处定义（规则、词组、时间表等）里 \($0) 处同名",
                    "looks like a copy of “\(name)”: \($0) of its \(names) rules, sets, schedules and sections have the same names"
                )
            } ?? ("和 “\(name)” 一模一样", "is the same as “\(name)”")
        return Diagnostic(
            "RB228",
            at: copy.root.location,
            length: copy.root.length,
            LocalizedText("这个文件\(chinese)", "This file \(english)"),
            help: LocalizedText(
                "删掉它，或移到这个目录之外；备份不要放在规则目录里",
                "Delete it, or move it out of this folder; a backup does not belong among the files in use"
            ),
            related: [.init(location: original.root.location, note: LocalizedText("原来的文件", "The original"))]
        )
    }

    /// How much a path looks like that of a copy, without the folders that both paths share.
    private static func marks(of path: String, beside other: String) -> Int {
        let (parts, others) = (path.lowercased().split(separator: "/"), other.lowercased().split(separator: "/"))
        let common = zip(parts, others).prefix { $0 == $1 }.count
        let own = parts.dropFirst(min(common, parts.count - 1)).joined(separator: "/")
        // In a folder and its subfolder, the inner file is the copy.
        return marks.count { own.contains($0) } * 8 + min(parts.count - common, 7)
    }

    private static let marks = [
        "copy", "副本", "复制", "拷贝", "备份", "backup", "bak", "_old", "-old", ".old", "old/", "旧", "(1)", "(2)", " 2.",
        " 3.",
        "~",
    ]
}
