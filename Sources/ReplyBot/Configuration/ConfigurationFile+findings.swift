internal import OperatorText
internal import RuleAuthoring
internal import RuleEngine

/// The findings in a configuration file; docs/operating.md lists the codes.
extension ConfigurationFile {
    /// Reports a file without content (CF001).
    mutating func refuseFile(_ problem: FileProblem) {
        let (message, help) = ConfigurationFile.words(problem)
        findings.report("CF001", at: SourceLocation(path: path, line: 1, column: 1), message: message, help: help)
    }

    private static func words(_ problem: FileProblem) -> (LocalizedText, LocalizedText) {
        switch problem {
        case .missing:
            (
                LocalizedText("没有这个配置文件", "There is no such configuration file"),
                LocalizedText("检查 --config 的路径", "Check the path after --config")
            )
        case .folder:
            (
                LocalizedText("这是目录，不是配置文件", "This is a folder, not a configuration file"),
                LocalizedText(
                    "--config 后面写文件的路径，例如 目录/replybot.yaml",
                    "Name the file after --config, such as FOLDER/replybot.yaml"
                )
            )
        case .notRegular:
            (
                LocalizedText("这不是普通文件", "This is not a regular file"),
                LocalizedText(
                    "配置会再次读取，所以不能是管道或设备；密钥可写在 alipay.private_key_file 指定的文件里",
                    "It is read again, so it cannot be a pipe or a device; keys can stand in files of their own"
                )
            )
        case .unreadable:
            (
                LocalizedText("配置文件读不出来", "The configuration file cannot be read"),
                LocalizedText("检查它和上层目录的权限（ls -l）", "Check its permissions and those of its folder (ls -l)")
            )
        case .tooLarge:
            (
                LocalizedText("配置文件超过 1 MiB", "The configuration file is larger than 1 MiB"),
                LocalizedText("检查 --config 的路径是否写对", "Check that the path after --config is right")
            )
        case .empty:
            (
                LocalizedText("配置文件里没有任何配置", "The configuration file holds no setting"),
                LocalizedText(
                    "写入配置，或删掉这个文件；例子见 docs/zh-CN/operating.md",
                    "Write settings, or delete the file; docs/operating.md has an example"
                )
            )
        }
    }

    mutating func reportKeyIsNone(at location: SourceLocation) {
        findings.report(
            "CF005",
            at: location,
            message: LocalizedText("键应是一个名字", "A key must be a name"),
            help: LocalizedText("检查括号、引号和行首的字符", "Check brackets, quotes and the line's first character")
        )
    }

    /// Reports a repeated key (CF002).
    mutating func reportDouble(_ key: Key, first: ConfigurationPlace) {
        let name = key.place.written == nil ? nil : key.name
        findings.report(
            "CF002",
            at: key.place,
            message: LocalizedText(
                "\(name.map { "“\($0)” " } ?? "这个键")写了两次",
                "\(name.map { "“\($0)”" } ?? "This key") is written twice"
            ),
            help: LocalizedText("删掉一个，或合并成一个", "Delete one of them, or make them one"),
            first: first
        )
    }

    /// Reports an unknown key (CF004).
    ///
    /// The key is shown only if it cannot be a part of a secret: if it resembles one of ours, or is a plain word at the
    /// start of its line.
    mutating func reportUnknown(_ key: Key, in section: String?) {
        if reportColon(in: key) { return }
        let meaning = SettingSearch.meaning(of: key.name, in: section)
        switch meaning {
        case .setting(let setting): misspelt.insert(setting)
        case .section(let meant): misspelt.formUnion(Setting.all(in: meant))
        case nil: break
        }
        let isShown = meaning != nil || isPlainWord(key)
        let what: (LocalizedText, LocalizedText) =
            section.map { (LocalizedText("\($0) 里", "\($0) has"), LocalizedText("设置", "setting")) }
            ?? (LocalizedText("配置里", "There is"), LocalizedText("项", "section"))
        let message =
            isShown
            ? LocalizedText(
                "\(what.0.chinese)没有叫“\(key.name)”的\(what.1.chinese)",
                "\(what.0.english) no \(what.1.english) named “\(key.name)”"
            )
            : LocalizedText(
                "\(what.0.chinese)没有这个名字的\(what.1.chinese)",
                "\(what.0.english) no \(what.1.english) of this name"
            )
        findings.report(
            "CF004",
            at: place(of: key.part, isShown: isShown),
            message: message,
            help: ConfigurationFile.advice(meaning, in: section)
        )
    }

    private func isPlainWord(_ key: Key) -> Bool {
        let before = source.scalars(ofLine: key.part.location.line)?.prefix(key.part.location.column - 1) ?? []
        return before.allSatisfy { $0 == " " } && (1...32).contains(key.name.unicodeScalars.count)
            && key.name.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || "_-.".unicodeScalars.contains($0) }
    }

    private static func advice(_ meaning: SettingSearch.Meaning?, in section: String?) -> LocalizedText {
        switch meaning {
        case .section(let name):
            LocalizedText("是不是想写 \(name)？\(sectionList.chinese)", "Did you mean \(name)? \(sectionList.english)")
        case .setting(let setting) where setting.section == section:
            LocalizedText(
                "是不是想写 \(setting.name)？可用：\(names(in: setting.section))",
                "Did you mean \(setting.name)? There are: \(names(in: setting.section))"
            )
        case .setting(let setting):
            LocalizedText(
                "是不是想写 \(setting.rawValue)？写在 \(setting.section): 下面，缩进两格，名为 \(setting.name)",
                "Did you mean \(setting.rawValue)? Write it below \(setting.section):, indented, as \(setting.name)"
            )
        case nil:
            section.map { LocalizedText("可用：\(names(in: $0))", "There are: \(names(in: $0))") } ?? sectionList
        }
    }

    static var sectionList: LocalizedText {
        let names = Setting.sections.joined(separator: " ")
        return LocalizedText("可用：\(names)", "There are: \(names)")
    }

    static func names(in section: String) -> String {
        Setting.all(in: section).map(\.name).joined(separator: " ")
    }

    mutating func reportBlank(_ key: Key, of setting: Setting) {
        misspelt.insert(setting)
        findings.report(
            "CF005",
            at: key.place,
            message: LocalizedText("\(setting.rawValue) 没有值", "\(setting.rawValue) has no value"),
            help: LocalizedText("填上值，或删掉这一行", "Give it a value, or delete the line")
        )
    }

    mutating func reportShape(_ key: Key, of setting: Setting) {
        misspelt.insert(setting)
        findings.report(
            "CF005",
            at: key.place,
            message: setting.isList
                ? LocalizedText(
                    "\(setting.rawValue) 应是一个文字，或文字的列表",
                    "\(setting.rawValue) must be a text, or a list of texts"
                )
                : LocalizedText("\(setting.rawValue) 应是一个文字", "\(setting.rawValue) must be one text"),
            help: LocalizedText("写成“键: 值”；值以 [ 或 { 开头时加引号", "Write “key: value”; quote a value that begins with [ or {")
        )
    }

    mutating func reportControl(_ key: Key, of setting: Setting) {
        misspelt.insert(setting)
        findings.report(
            "CF005",
            at: key.place,
            message: LocalizedText(
                "\(setting.rawValue) 的值里有控制字符",
                "The value of \(setting.rawValue) holds a control character"
            ),
            help: LocalizedText("双引号里的 \\ 是转义：改用单引号", "A \\ between double quotes is an escape: use single quotes")
        )
    }

    mutating func reportDecoration(_ key: Key) {
        findings.report(
            "CF003",
            at: key.place,
            message: LocalizedText("YAML 语法：值不能以 &、* 或 ! 开头", "YAML syntax: a value cannot begin with &, * or !"),
            help: LocalizedText(
                "用单引号括起整个值；配置文件不用锚点、别名和标签",
                "Put it between single quotes; there are no anchors, aliases and tags here"
            )
        )
    }
}

/// Files that are not YAML, or that YAML reads otherwise than their author meant (CF003).
extension ConfigurationFile {
    /// Explains a broken file at the key of the line, or at the last one above it.
    mutating func refuse(_ problem: PositionedYAML.Problem) {
        guard !reportMergeMarker(), !reportColons(onLines: 1...source.lineCount),
            !reportTab(onLine: problem.location.line)
        else { return }
        let key = stride(from: problem.location.line, to: 0, by: -1).lazy.compactMap { knownKey(onLine: $0)?.place }
            .first
        let isMark = source.line(problem.location.line).map { $0 == "---" || $0.hasPrefix("--- ") } ?? false
        guard let key, !isMark else {
            return findings.report(
                "CF003",
                at: problem.location,
                message: syntax(problem.message),
                help: ConfigurationFile.quoting
            )
        }
        let line = problem.location.line
        let above: (String, String) = line == key.location.line ? ("", "") : ("第 \(line) 行，", "line \(line): ")
        let message = LocalizedText(above.0 + problem.message.chinese, above.1 + problem.message.english)
        findings.report("CF003", at: key, message: syntax(message), help: ConfigurationFile.quoting)
    }

    private func syntax(_ message: LocalizedText) -> LocalizedText {
        LocalizedText("YAML 语法：\(message.chinese)", "YAML syntax: \(message.english)")
    }

    private static let quoting = LocalizedText(
        "检查缩进、引号、括号和冒号；有特殊字符的值用单引号括起来；多行的密钥写成 “键: |”，下面每行缩进",
        "Check indentation, quotes, brackets and colons; quote values with special characters; a key of several lines "
            + "is written as “name: |” with its lines indented below"
    )

    private mutating func reportMergeMarker() -> Bool {
        let marks = ["<<<<<<<", "=======", ">>>>>>>"]
        let number = (1...source.lineCount)
            .first { number in
                let start = source.scalars(ofLine: number)?.prefix(7) ?? []
                return marks.contains { start.elementsEqual($0.unicodeScalars) }
            }
        guard let number else { return false }
        findings.report(
            "CF003",
            at: SourceLocation(path: path, line: number, column: 1),
            message: LocalizedText("这里有合并冲突的标记", "A marker of a merge conflict stands here"),
            help: LocalizedText("解决冲突，删掉三种标记行", "Resolve the conflict, and delete all three kinds of markers")
        )
        return true
    }

    private mutating func reportTab(onLine number: Int) -> Bool {
        let line = source.scalars(ofLine: number).map(Array.init) ?? []
        guard let tab = line.prefix(while: { $0 == " " || $0 == "\t" }).firstIndex(of: "\t") else { return false }
        findings.report(
            "CF003",
            at: SourceLocation(path: path, line: number, column: tab + 1),
            message: LocalizedText("缩进里有制表符（Tab）", "The indentation contains a tab"),
            help: LocalizedText("改成空格；YAML 不允许用 Tab 缩进", "Use spaces; YAML does not allow tabs for indentation")
        )
        return true
    }

    /// The lines that are indented below a key.
    func lines(below key: Key) -> ClosedRange<Int> {
        let first = key.part.location.line
        var last = first
        while let line = source.scalars(ofLine: last + 1),
            line.prefix(while: { $0 == " " }).count >= key.part.location.column
        {
            last += 1
        }
        return first...last
    }

    /// Reports settings with a full-width colon or without a space behind it, which YAML reads as plain text.
    mutating func reportColons(onLines lines: ClosedRange<Int>) -> Bool {
        var isFound = false
        for number in lines {
            guard let key = knownKey(onLine: number), !key.isWellFormed else { continue }
            reportColon(at: key.place)
            isFound = true
        }
        return isFound
    }

    /// The same in braces, where all of `{port:80}` is a key.
    private mutating func reportColon(in key: Key) -> Bool {
        let word = key.name.prefix { $0 != ":" && $0 != "\u{FF1A}" }
        guard word.endIndex != key.name.endIndex, isKnown(String(word)) else { return false }
        reportColon(
            at: ConfigurationPlace(
                location: key.part.location,
                length: word.unicodeScalars.count,
                written: String(word),
                rest: "\(key.name[word.endIndex]) …"
            )
        )
        return true
    }

    private mutating func reportColon(at place: ConfigurationPlace) {
        findings.report(
            "CF003",
            at: place,
            message: LocalizedText("YAML 语法：键后面要写半角冒号 “:” 和一个空格", "YAML syntax: a key needs “:” and a space behind it"),
            help: LocalizedText("改成“键: 值”（半角冒号，后面空一格）", "Write “key: value”, with an ASCII colon and a space")
        )
    }

    /// A known name at the start of a line, followed by a colon.
    private func knownKey(onLine number: Int) -> (place: ConfigurationPlace, isWellFormed: Bool)? {
        guard let line = source.scalars(ofLine: number).map(Array.init) else { return nil }
        let start = line.prefix { $0 == " " }.count
        let word = line[start...].prefix { $0.isASCII && ($0.properties.isAlphabetic || $0 == "_") }
        let name = String(String.UnicodeScalarView(word))
        guard isKnown(name), word.endIndex < line.count else { return nil }
        let colon = line[word.endIndex]
        guard colon == ":" || colon == "\u{FF1A}" else { return nil }
        let next = word.endIndex + 1 < line.count ? line[word.endIndex + 1] : " "
        let place = ConfigurationPlace(
            location: SourceLocation(path: path, line: number, column: start + 1),
            length: word.count,
            written: name,
            rest: ConfigurationFile.rest(line[word.endIndex...])
        )
        return (place, colon == ":" && next == " ")
    }
}
