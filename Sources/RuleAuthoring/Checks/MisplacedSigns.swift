import OperatorText
import RuleEngine

/// Finds signs in a reply that look like a set (RB114), a variable (RB116) or a line end or a comment (RB119), but are sent
/// as they are.
struct SentSigns: TextLint {
    private let scalar: DocumentScalar
    /// The beginning of the text, to bound the time.
    private let text: [Unicode.Scalar]
    private let setNames: Set<String>
    private let groups: [String?]

    static func findings(on text: WrittenText) -> [Diagnostic] {
        guard text.use == .sent else { return [] }
        let signs = SentSigns(
            scalar: text.scalar,
            text: Array(text.scalar.text.unicodeScalars.prefix(4_000)),
            setNames: text.setNames,
            groups: text.groups
        )
        var findings: [Diagnostic] = []
        var index = 0
        while index < signs.text.count, findings.count < 20 {
            let (finding, end) = signs.sign(at: index)
            if let finding { findings.append(finding) }
            index = max(index + 1, end)
        }
        return findings
    }

    /// The finding on the sign at a position, and the end of that sign.
    private func sign(at index: Int) -> (Diagnostic?, Int) {
        switch text[index] {
        case "{", "｛": return braces(at: index)
        case "%": return percent(at: index)
        case "$", "＄": return reference(at: index)
        case "\\": return escape(at: index)
        case "<", "＜": return bracketedGroup(at: index) ?? markup(at: index)
        case "&": return markup(at: index)
        case "/": return slash(at: index)
        case "#": return comment(at: index)
        case "[", "〔", "【", "［", "‹", "〈", "《": return bracketedGroup(at: index) ?? (nil, index + 1)
        default: return (nil, index + 1)
        }
    }

    // MARK: Variables

    private func braces(at index: Int) -> (Diagnostic?, Int) {
        let opening = run(from: index, of: ["{", "｛"])
        let inner = text[opening.end...].prefix(60)
        guard let close = inner.firstIndex(where: { "{}｛｝\n".unicodeScalars.contains($0) }),
            text[close] == "}" || text[close] == "｝"
        else { return (nil, opening.end) }
        let closing = run(from: close, of: ["}", "｝"])
        // A variable, or an error that the template parser reports.
        if opening.isPlain, opening.count >= 2 { return (nil, closing.end) }
        let name = String(String.UnicodeScalarView(text[opening.end..<close]))
        guard Self.isName(name) else { return (nil, closing.end) }
        let isMarked = index > 0 && "$＄#".unicodeScalars.contains(text[index - 1])
        let shown = name.replacing("｜", with: "|").trimmingSpaces
        return (
            finding(
                "RB116",
                at: (isMarked ? index - 1 : index)..<closing.end,
                reason: LocalizedText("不是变量，会原样发给顾客", "no variable, and sent as it stands"),
                help: LocalizedText(
                    "变量写成两对半角花括号：{{\(shown)}}",
                    "A variable has two pairs of ASCII braces: {{\(shown)}}"
                )
            ),
            closing.end
        )
    }

    /// A run of braces, which may have spaces between them.
    private func run(from start: Int, of braces: Set<Unicode.Scalar>) -> (end: Int, count: Int, isPlain: Bool) {
        var (index, end, count, isPlain) = (start, start, 0, true)
        while index < text.count, braces.contains(text[index]) || text[index] == " " {
            if text[index] != " " {
                isPlain = isPlain && text[index].isASCII && index == start + count
                count += 1
                end = index + 1
            }
            index += 1
        }
        return (end, count, isPlain)
    }

    /// Whether a text can be the name of a variable, with or without filters.
    private static func isName(_ text: String) -> Bool {
        let name = text.split(whereSeparator: { $0 == "|" || $0 == "｜" }).first?.trimmingSpaces ?? ""
        let scalars = name.unicodeScalars
        guard (1...20).contains(scalars.count), scalars.allSatisfy(isNameCharacter) else { return false }
        return name == "0" || !scalars.allSatisfy { $0.properties.numericType != nil }
    }

    private static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "_", ".", "-", "．", "。": true
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
    }

    /// `%s` and `%name%`; not `%E4` of an address, and not `10%`.
    private func percent(at index: Int) -> (Diagnostic?, Int) {
        let before = index > 0 ? text[index - 1] : " "
        guard !(before.isASCII && (before.properties.isAlphabetic || before.properties.numericType != nil)) else {
            return (nil, index + 1)
        }
        let word = text[(index + 1)...].prefix(30).prefix { $0.isASCII && ($0.properties.isAlphabetic || $0 == "_") }
        let isNamed = word.count > 1 && word.endIndex < text.count && text[word.endIndex] == "%"
        let isShort = word.count == 1 && word.first.map { "sd".unicodeScalars.contains($0) } ?? false
        let isFollowed = word.endIndex < text.count && text[word.endIndex].properties.numericType != nil
        guard isNamed || isShort && !isFollowed else { return (nil, index + 1) }
        let end = word.endIndex + (isNamed ? 1 : 0)
        let name =
            isNamed ? LocalizedText(verbatim: String(String.UnicodeScalarView(word))) : LocalizedText("名称", "name")
        return (variable(at: index..<end, named: name), end)
    }

    private func variable(at range: Range<Int>, named name: LocalizedText) -> Diagnostic {
        finding(
            "RB116",
            at: range,
            reason: LocalizedText("不是变量，会原样发给顾客", "no variable, and sent as it stands"),
            help: LocalizedText("变量写成 {{\(name.chinese)}}", "A variable is written {{\(name.english)}}")
        )
    }

    /// `$1` and `${1}`, if the rule has a group with this number; without one, `$1` is an amount.
    private func numberedGroup(at index: Int) -> (Diagnostic?, Int)? {
        let isBraced = index + 1 < text.count && text[index + 1] == "{"
        let digit = index + (isBraced ? 2 : 1)
        let end = digit + (isBraced ? 2 : 1)
        guard end <= text.count, !isBraced || text[end - 1] == "}",
            let number = text[digit].properties.numericType.flatMap({ _ in Int(String(text[digit])) }),
            !groups.isEmpty, number <= groups.count
        else { return nil }
        // $1.5, $12 and $1,000 are amounts.
        let rest = text[end...].prefix { ".,".unicodeScalars.contains($0) }
        let isAmount = !isBraced && rest.endIndex < text.count && "0"..."9" ~= text[rest.endIndex]
        return isAmount ? nil : (group(number, at: index..<end), end)
    }

    /// `[单号]`, `<单号>` and the like, if the rule has a group of this name; without one, they are text such as `[微笑]`.
    private func bracketedGroup(at index: Int) -> (Diagnostic?, Int)? {
        let inner = text[(index + 1)...].prefix(40)
        guard let close = inner.firstIndex(where: { ">＞]］】〕›〉》".unicodeScalars.contains($0) }) else { return nil }
        let name = String(String.UnicodeScalarView(text[(index + 1)..<close])).trimmingSpaces
        guard !name.isEmpty, groups.contains(name) else { return nil }
        return (variable(at: index..<close + 1, named: LocalizedText(verbatim: name)), close + 1)
    }

    private func group(_ number: Int, at range: Range<Int>) -> Diagnostic {
        if number > 0, number <= groups.count, let name = groups[number - 1] {
            return variable(at: range, named: LocalizedText(verbatim: name))
        }
        guard !groups.isEmpty else { return variable(at: range, named: LocalizedText("名称", "name")) }
        return finding(
            "RB116",
            at: range,
            reason: LocalizedText("不是变量，会原样发给顾客", "no variable, and sent as it stands"),
            help: LocalizedText(
                "给正则里的分组起名：(?<名称>…)，这里写 {{名称}}",
                "Name the group in the regular expression, (?<name>…), and write {{name}} here"
            )
        )
    }

    /// The name of a set behind a dollar sign.
    private func reference(at index: Int) -> (Diagnostic?, Int) {
        if let numbered = numberedGroup(at: index) { return numbered }
        let name = text[(index + 1)...].prefix(64)
            .prefix { Self.isNameCharacter($0) && $0 != "。" && $0 != "." }
        let written = String(String.UnicodeScalarView(name))
        if groups.contains(written) {
            return (variable(at: index..<name.endIndex, named: LocalizedText(verbatim: written)), name.endIndex)
        }
        guard setNames.contains(written) else { return (nil, index + 1) }
        return (
            finding(
                "RB114",
                at: index..<name.endIndex,
                reason: LocalizedText(
                    "不是词组引用，会原样发给顾客：词组只用在关键词里",
                    "no reference, and sent as it stands: sets are for keywords"
                ),
                help: LocalizedText("把要说的话直接写在这里", "Write here what is to be said")
            ),
            name.endIndex
        )
    }

    // MARK: Line ends

    /// `\n` outside of double quotes.
    private func escape(at index: Int) -> (Diagnostic?, Int) {
        guard index + 1 < text.count else { return (nil, index + 1) }
        if "1"..."9" ~= text[index + 1], let number = Int(String(text[index + 1])) {
            return (group(number, at: index..<index + 2), index + 2)
        }
        guard "nrt".unicodeScalars.contains(text[index + 1]) else { return (nil, index + 2) }
        let before = index > 0 ? text[index - 1] : " "
        let next = index + 2 < text.count ? text[index + 2] : " "
        // C:\new is a path.
        let isPath = before.isASCII && before != " " && next.isASCII && next.properties.isLowercase
        return (isPath ? nil : lineEnd(at: index..<index + 2), index + 2)
    }

    /// `<br>` and `&nbsp;`.
    private func markup(at index: Int) -> (Diagnostic?, Int) {
        let rest = String(String.UnicodeScalarView(text[index...].prefix(8))).lowercased()
        let tags = ["<br>", "<br/>", "<br />", "<p>", "</p>", "&nbsp;"]
        guard let tag = tags.first(where: rest.hasPrefix) else { return (nil, index + 1) }
        let end = index + tag.unicodeScalars.count
        return (lineEnd(at: index..<end), end)
    }

    /// `/n` between Chinese characters.
    private func slash(at index: Int) -> (Diagnostic?, Int) {
        guard index > 0, !text[index - 1].isASCII, index + 1 < text.count, text[index + 1] == "n",
            index + 2 == text.count || !text[index + 2].isASCII
        else { return (nil, index + 1) }
        return (lineEnd(at: index..<index + 2), index + 2)
    }

    /// `# …` at the beginning of a line of a block text, where YAML has no comments.
    private func comment(at index: Int) -> (Diagnostic?, Int) {
        let end = text[index...].firstIndex(of: "\n") ?? text.count
        guard scalar.style == .literal || scalar.style == .folded, index == 0 || text[index - 1] == "\n",
            index + 1 < end, text[index + 1] == " "
        else { return (nil, index + 1) }
        return (
            finding(
                "RB119",
                at: index..<end,
                reason: LocalizedText("不是注释，会原样发给顾客", "no comment, and sent as it stands"),
                help: LocalizedText("注释写在这段文字外面", "Write comments outside of the text")
            ),
            end
        )
    }

    private func lineEnd(at range: Range<Int>) -> Diagnostic {
        finding(
            "RB119",
            at: range,
            reason: LocalizedText("不会变成换行或空格，会原样发给顾客", "neither a line end nor a space, and sent as it stands"),
            help: LocalizedText(
                "要换行，写 “|” 后另起一行，各行缩进对齐；或用双引号：\"第一行\\n第二行\"",
                "For a line end write “|” and the lines below it, indented; or double quotes: \"one\\ntwo\""
            )
        )
    }

    private func finding(_ code: String, at range: Range<Int>, reason: LocalizedText, help: LocalizedText) -> Diagnostic
    {
        let place = scalar.place(of: range)
        let shown = String(String.UnicodeScalarView(text[range])).excerpt
        return Diagnostic(
            code,
            .warning,
            at: place.location,
            length: place.length,
            LocalizedText("“\(shown)” \(reason.chinese)", "“\(shown)” is \(reason.english)"),
            help: help
        )
    }
}

/// Finds keywords that look like a reference to a set (RB114) or a variable (RB116), but are taken literally.
enum WordReferences: TextLint {
    static func findings(on text: WrittenText) -> [Diagnostic] {
        guard text.use == .word else { return [] }
        return [finding(on: text.scalar, setNames: text.setNames)].compactMap(\.self)
    }

    private static func finding(on scalar: DocumentScalar, setNames: Set<String>) -> Diagnostic? {
        let scalars = scalar.text.unicodeScalars
        guard scalars.count <= 100, let first = scalars.first else { return nil }
        let rest = String(String.UnicodeScalarView(scalars.dropFirst())).trimmingSpaces
        switch first {
        case "＄", "﹩":
            let isAmount = rest.unicodeScalars.first.map { $0.properties.numericType != nil } ?? true
            return isAmount ? nil : reference(scalar, to: rest)
        case "￥", "¥", "€", "£": return setNames.contains(rest) ? reference(scalar, to: rest) : nil
        default: break
        }
        let narrow = scalars.map { $0 == "｛" ? "{" : $0 == "｝" ? "}" : $0 }
        let pairs = zip(narrow.indices, zip(narrow, narrow.dropFirst()))
        guard let start = pairs.first(where: { $0.1 == ("{", "{") })?.0,
            pairs.contains(where: { $0.0 > start && $0.1 == ("}", "}") })
        else { return nil }
        let place = scalar.place(of: start..<start + 2)
        return Diagnostic(
            "RB116",
            .warning,
            at: place.location,
            length: place.length,
            LocalizedText(
                "关键词里没有变量，消息里要有 “\(scalar.shown)” 原文才会命中",
                "Keywords have no variables: only a message with “\(scalar.shown)” itself matches"
            ),
            help: LocalizedText("词组写 $名称；可变的部分用 regex", "A set is written $name; what varies needs a regex")
        )
    }

    private static func reference(_ scalar: DocumentScalar, to name: String) -> Diagnostic {
        Diagnostic(
            "RB114",
            .warning,
            at: scalar.location,
            length: scalar.length,
            LocalizedText(
                "“\(scalar.shown)” 不是词组引用：引用要用半角的 “$”",
                "“\(scalar.shown)” does not refer to a set: that takes an ASCII “$”"
            ),
            help: LocalizedText("写成 $\(name.excerpt)", "Write $\(name.excerpt)")
        )
    }
}
