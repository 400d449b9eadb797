/// What the files of a folder are for: rules or tests, whatever their names say, or a copy of another file.
///
/// A file that is not for rules is left out, and one finding says so (RB226 to RB228); each of its lines would be an
/// error otherwise.
struct FilePurpose {
    /// What is wrong with whole files.
    private(set) var findings: [Diagnostic] = []
    /// The contents of the files with rules, in file order.
    let rules: [DocumentNode]
    /// Whether every file could be read, and none was left out that may define a name.
    let isComplete: Bool

    /// Tells files of rules apart from others, by what they hold.
    init(files: [SourceFile], roots: [DocumentNode?]) {
        var contents: [FileContent] = []
        for (file, root) in zip(files, roots) {
            guard let root else { continue }
            if let finding = Self.tests(inRules: root, path: file.path) {
                findings.append(finding)
            } else {
                contents.append(FileContent(file: file, root: root))
            }
        }
        let copies = FileCopies(of: contents)
        findings += copies.findings
        rules = contents.indices.filter { !copies.copies.contains($0) }.map { contents[$0].root }
        isComplete = roots.allSatisfy { $0 != nil } && copies.copies.isEmpty
    }

    /// RB228 for test files that are copies of others.
    static func copies(among tests: [SourceFile]) -> [Diagnostic] {
        let contents = tests.map { file in
            let place = SourceLocation(path: file.path, line: 1, column: 1)
            return FileContent(file: file, root: DocumentNode(content: .sequence([]), location: place))
        }
        return FileCopies(of: contents.filter { !$0.file.bytes.isEmpty }).findings
    }

    /// RB226 for a test file that holds rules, with its text.
    static func rules(inTest file: SourceFile) -> (finding: Diagnostic, text: SourceText)? {
        let (text, root) = DocumentReader(diagnostics: DiagnosticCollector()).read(file)
        guard let text, let root, let finding = rules(inTest: root, path: file.path) else { return nil }
        return (finding, text)
    }

    /// RB226 for the content of a test file that holds rules; nil where it holds tests.
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
            Phrase(
                "“\(name.text)” 里是规则，但以 _test 结尾的文件只当作测试，里面的规则不会生效",
                "“\(name.text)” holds rules, but a file named *_test is read as tests, so its rules are not in use"
            ),
            help: Phrase(
                "改名为 \(name.forRules)，或把规则移到别的文件",
                "Rename it to \(name.forRules), or move the rules to another file"
            )
        )
    }

    private static let ruleKeys = ["version", "account", "limits", "schedules", "sets", "fallback"]

    /// RB227 for the content of a rule file that holds tests; nil where it holds rules.
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
                Phrase("“\(name.text)” 是测试文件，不是规则文件", "“\(name.text)” is a test file, not a rule file"),
                help: Phrase("用 replybot test 运行它", "Run it with replybot test")
            )
        }
        return Diagnostic(
            "RB227",
            at: shown.location,
            length: shown.length,
            Phrase(
                "“\(name.text)” 里是测试，但文件名不以 _test.yaml 结尾：它被当作规则，测试不会运行",
                "“\(name.text)” holds tests, but its name does not end in _test.yaml: it is read as rules, and its tests "
                    + "never run"
            ),
            help: Phrase("改名为 \(name.forTests)", "Rename it to \(name.forTests)")
        )
    }
}

/// A file's name, and what it should be.
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

    /// Whether the file is read as tests.
    var isForTests: Bool { stem.lowercased().hasSuffix("_test") }

    /// The name under which the file is read as tests.
    var forTests: String { (bare.isEmpty ? "rules" : bare) + "_test" + ending }

    /// The name under which the file is read as rules.
    var forRules: String { (bare.isEmpty ? "rules" : bare) + ending }

    /// The name without what says that it is for tests.
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

/// A file with what it holds.
private struct FileContent {
    let file: SourceFile
    let root: DocumentNode

    /// The names and single sections that this file defines for the whole folder.
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

    /// Whether two files like this would be in each other's way.
    var definesSomething: Bool {
        root.mapping?.contains { $0.key.text != "version" } ?? true
    }
}

/// Files that hold what another one holds.
private struct FileCopies {
    private(set) var copies: Set<Int> = []
    /// Each copy with its original, and how many names they share; nil where all of it is the same.
    private var pairs: [(copy: Int, original: Int, shared: Int?)] = []
    private let contents: [FileContent]
    /// The file that defines a name, and the file with some bytes.
    private var owners: [FileContent.Definition: Int] = [:]
    private var files: [[UInt8]: Int] = [:]
    private var sizes: [Int] = []

    init(of contents: [FileContent]) {
        self.contents = contents
        for (index, content) in contents.enumerated() {
            let definitions = content.definitions
            sizes.append(definitions.count)
            if content.definesSomething, let other = files[content.file.bytes] {
                report(index, other, shared: nil)
            } else if let (other, shared) = nearest(definitions, index) {
                report(index, other, shared: shared)
            }
            guard !copies.contains(index) else { continue }
            files[content.file.bytes] = index
            for name in definitions where owners[name].map(copies.contains) ?? true { owners[name] = index }
        }
    }

    /// The file before this one that defines most of the same names.
    private func nearest(_ definitions: Set<FileContent.Definition>, _ index: Int) -> (Int, Int)? {
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

    private mutating func report(_ index: Int, _ other: Int, shared: Int?) {
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
            return finding(contents[copy], contents[source], names: sizes[copy], shared: shared)
        }
    }

    private func finding(_ copy: FileContent, _ original: FileContent, names: Int, shared: Int?) -> Diagnostic {
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
            Phrase("这个文件\(chinese)", "This file \(english)"),
            help: Phrase(
                "删掉它，或移到这个目录之外；备份不要放在规则目录里",
                "Delete it, or move it out of this folder; a backup does not belong among the files in use"
            ),
            related: [.init(location: original.root.location, note: Phrase("原来的文件", "The original"))]
        )
    }

    /// How much a path looks like that of a copy, the folders aside that both are in.
    private static func marks(of path: String, beside other: String) -> Int {
        let (parts, others) = (path.lowercased().split(separator: "/"), other.lowercased().split(separator: "/"))
        let common = zip(parts, others).prefix { $0 == $1 }.count
        let own = parts.dropFirst(min(common, parts.count - 1)).joined(separator: "/")
        // Of a folder and a folder in it, the inner one is the copy.
        return marks.count { own.contains($0) } * 8 + min(parts.count - common, 7)
    }

    private static let marks = [
        "copy", "副本", "复制", "拷贝", "备份", "backup", "bak", "_old", "-old", ".old", "old/", "旧", "(1)", "(2)", " 2.",
        " 3.",
        "~",
    ]
}
