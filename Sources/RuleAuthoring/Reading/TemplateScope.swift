import LinearRegex
import OperatorText
import RuleEngine

extension SectionReader {
    /// Reads a text with variables, and reports each problem at its place.
    func template(_ node: DocumentNode, field: String, limit: Int, scope: TemplateScope) -> ReplyTemplate? {
        guard let scalar = fields.text(node, field: field) else { return nil }
        // Names of variables do not count, so a text may be longer than the limit; beyond this it is not parsed.
        let length = scalar.text.unicodeScalars.count
        guard length <= limit + 2_000 else { return refuseLength(scalar, field: field, length: length, limit: limit) }
        // The line end of a block text (`|`) is not meant to be sent.
        let (template, errors) = TemplateParser.parse(scalar.text.trimmingFinalNewlines)
        for error in errors { report(TemplateProblem(error), in: scalar) }
        for placeholder in template.placeholders { check(placeholder, in: scalar, scope: scope) }
        guard template.literalLength <= limit else {
            return refuseLength(scalar, field: field, length: template.literalLength, limit: limit)
        }
        return template
    }

    private func refuseLength(_ scalar: DocumentScalar, field: String, length: Int, limit: Int) -> ReplyTemplate? {
        fields.refuse(
            scalar,
            code: "RB040",
            message: LocalizedText(
                "“\(field)” 有 \(length) 字，超过上限 \(limit) 字",
                "“\(field)” has \(length) characters, more than the limit of \(limit)"
            ),
            help: LocalizedText("缩短它，或拆成几条回复", "Shorten it, or make several replies of it")
        )
        return nil
    }

    private func check(_ placeholder: TemplatePlaceholder, in scalar: DocumentScalar, scope: TemplateScope) {
        switch placeholder.variable {
        case .scheduleToday(let name), .scheduleNextOpen(let name):
            checkSchedule(name, at: scalar.place(of: placeholder.range))
        case .slot(let name) where !vocabulary.slots.contains(name):
            checkSlot(name, at: scalar.place(of: placeholder.range))
        default:
            if let problem = scope.problem(of: placeholder) { report(problem, in: scalar) }
        }
    }

    private func report(_ problem: TemplateProblem, in scalar: DocumentScalar) {
        let place = scalar.place(of: problem.range)
        diagnostics.error(
            problem.code,
            at: place.location,
            length: place.length,
            problem.message,
            help: problem.help,
            related: problem.related
        )
    }
}

/// The variables that certainly have a value when a reply is sent (RULES C4, last sentence).
struct TemplateScope {
    var event: RuleEvent.Kind = .text
    /// The clauses of the rule; nil if they could not be read.
    var clauses: [MatchClause]? = []
    var hasScenes = false
    /// The slots that have an answer whenever the reply is sent.
    var answered: Set<String> = []
    var hasAccountName = false

    /// The problem of a placeholder that may have no value; nil if it always has one.
    func problem(of placeholder: TemplatePlaceholder) -> TemplateProblem? {
        switch placeholder.variable {
        case .capture(let name): problem(of: placeholder, capture: name)
        case .menu where event != .click:
            unavailable(placeholder, outside: LocalizedText(" event: click 的规则", "rules with event: click"))
        case .scene where event != .enter && event != .follow:
            unavailable(
                placeholder,
                outside: LocalizedText(" event: enter 或 follow 的规则", "rules with event: enter or follow")
            )
        case _ where placeholder.fallback != nil: nil
        case .accountName where !hasAccountName:
            uncertain(placeholder, because: LocalizedText("account 里没有写 name", "“account” has no “name”"))
        case .userName:
            uncertain(placeholder, because: LocalizedText("支付宝不一定提供用户名", "Alipay does not always tell the name"))
        case .scene where !hasScenes:
            uncertain(placeholder, because: LocalizedText("用户不一定是扫码来的", "not everybody comes through a QR code"))
        case .slot(let name) where !answered.contains(name):
            uncertain(placeholder, because: LocalizedText("用户不一定回答过 “\(name)”", "“\(name)” may not have been answered"))
        default: nil
        }
    }

    private func problem(of placeholder: TemplatePlaceholder, capture name: String) -> TemplateProblem? {
        guard let clauses else { return nil }
        let groups = clauses.flatMap { $0.patterns.flatMap(\.pattern.groupNames) }
        guard groups.contains(name) else { return unknown(placeholder, groups: groups) }
        if placeholder.fallback != nil { return nil }
        if let clause = clauses.first(where: { !$0.patterns.contains { $0.pattern.groupNames.contains(name) } }) {
            return missing(placeholder, in: clause)
        }
        let isOptional = clauses.contains { clause in
            !clause.patterns.contains {
                $0.pattern.groupNames.contains(name) && !$0.pattern.optionalGroupNames.contains(name)
            }
        }
        let reason = LocalizedText("正则里的这个分组可以不出现", "this group of the regular expression may be left out")
        return isOptional ? uncertain(placeholder, because: reason) : nil
    }
}

extension TemplateScope {
    /// A name that no variable has.
    private func unknown(_ placeholder: TemplatePlaceholder, groups: [String]) -> TemplateProblem {
        var names: [String] = []
        for name in groups + TemplateVariable.offered where !names.contains(name) { names.append(name) }
        let list = names.joined(separator: " ")
        let (chinese, english) = (
            "\(list) slot.名称 schedule.名称.today schedule.名称.next_open",
            "\(list) slot.NAME schedule.NAME.today schedule.NAME.next_open"
        )
        if let plain = plain(placeholder.name, among: names) {
            return TemplateProblem(
                code: "RB031",
                range: placeholder.range,
                message: LocalizedText(
                    "没有名为 “\(placeholder.name)” 的模板变量：里面有全角或看不见的字符",
                    "There is no variable “\(placeholder.name)”: it has full-width or invisible characters"
                ),
                help: LocalizedText("用半角字符写成 {{\(plain)}}", "Write it in ASCII: {{\(plain)}}")
            )
        }
        let isNumber = ["$", "\\", ""]
            .contains { mark in
                placeholder.name.hasPrefix(mark) && Int(placeholder.name.dropFirst(mark.count)) != nil
            }
        if isNumber {
            return TemplateProblem(
                code: "RB031",
                range: placeholder.range,
                message: LocalizedText(
                    "分组不能用编号 “\(placeholder.name)” 引用",
                    "A group has no number “\(placeholder.name)” to refer to it by"
                ),
                help: groups.isEmpty
                    ? LocalizedText(
                        "给正则里的分组起名：(?<名称>…)，这里写 {{名称}}",
                        "Name the group in the regular expression, (?<name>…), and write {{name}} here"
                    )
                    : LocalizedText("写分组的名字：{{\(groups[0])}}", "Write the name of the group: {{\(groups[0])}}")
            )
        }
        let nearest = NearestName.find(placeholder.name, among: names)
        return TemplateProblem(
            code: "RB031",
            range: placeholder.range,
            message: LocalizedText(
                "没有名为 “\(placeholder.name)” 的模板变量，正则里也没有这个分组",
                "There is no variable “\(placeholder.name)”, and no group of that name in a regular expression"
            ),
            help: nearest.map {
                LocalizedText("是不是想写 {{\($0)}}？可用：\(chinese)", "Did you mean {{\($0)}}? There are: \(english)")
            }
                ?? LocalizedText("可用：\(chinese)", "There are: \(english)")
        )
    }

    /// The variable in ASCII, if only full-width dots, bars or letters make its name unknown.
    private func plain(_ written: String, among names: [String]) -> String? {
        let narrow = LookAlike.plain(written.replacing("。", with: ".")) ?? written.replacing("。", with: ".")
        guard narrow != written else { return nil }
        let name = narrow.split(separator: "|").first.map(String.init)?.trimmingSpaces ?? ""
        if case .capture = TemplateVariable(name: name), !names.contains(name) { return nil }
        return narrow
    }

    /// A capture that one of the clauses lacks.
    private func missing(_ placeholder: TemplatePlaceholder, in clause: MatchClause) -> TemplateProblem {
        let (name, number) = (placeholder.name, clause.number)
        return TemplateProblem(
            code: "RB031",
            range: placeholder.range,
            message: LocalizedText(
                "模板变量 {{\(name)}} 在匹配条件 \(number) 中没有被捕获",
                "Variable {{\(name)}} is not captured by clause \(number) of “match”"
            ),
            help: TemplateScope.defaultHelp(placeholder),
            related: [
                .init(
                    location: clause.location,
                    note: LocalizedText(
                        "匹配条件 \(number) 没有名为 \(name) 的分组",
                        "Clause \(number) has no group named \(name)"
                    )
                )
            ]
        )
    }

    /// A variable without a default that may have no value.
    private func uncertain(_ placeholder: TemplatePlaceholder, because reason: LocalizedText) -> TemplateProblem {
        TemplateProblem(
            code: "RB031",
            range: placeholder.range,
            message: LocalizedText(
                "模板变量 {{\(placeholder.name)}} 可能没有值：\(reason.chinese)",
                "Variable {{\(placeholder.name)}} may have no value: \(reason.english)"
            ),
            help: TemplateScope.defaultHelp(placeholder)
        )
    }

    /// A variable of other events.
    private func unavailable(_ placeholder: TemplatePlaceholder, outside users: LocalizedText) -> TemplateProblem {
        TemplateProblem(
            code: "RB031",
            range: placeholder.range,
            message: LocalizedText(
                "模板变量 {{\(placeholder.name)}} 只能用在\(users.chinese)里",
                "Variable {{\(placeholder.name)}} exists only in \(users.english)"
            ),
            help: LocalizedText("删掉它，或把这句话移到那样的规则里", "Delete it, or move the text to such a rule")
        )
    }

    private static func defaultHelp(_ placeholder: TemplatePlaceholder) -> LocalizedText {
        let filter = placeholder.isURLEncoded ? "|url" : ""
        return LocalizedText(
            "加上默认值，例如 {{\(placeholder.name)\(filter)|默认值:文字}}",
            "Give a default, for example {{\(placeholder.name)\(filter)|default:text}}"
        )
    }
}
