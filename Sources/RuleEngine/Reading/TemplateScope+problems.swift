extension TemplateScope {
    /// A name that is no variable at all.
    func unknown(_ placeholder: TemplatePlaceholder, groups: [String]) -> TemplateProblem {
        var names: [String] = []
        for name in groups + TemplateVariable.offered where !names.contains(name) { names.append(name) }
        let list = names.joined(separator: " ")
        let (chinese, english) = (
            "\(list) slot.名称 schedule.名称.today schedule.名称.next_open",
            "\(list) slot.NAME schedule.NAME.today schedule.NAME.next_open"
        )
        if let plain = plain(placeholder.name, names) {
            return TemplateProblem(
                code: "RB031",
                range: placeholder.range,
                message: Phrase(
                    "没有名为 “\(placeholder.name)” 的模板变量:里面有全角或看不见的字符",
                    "There is no variable “\(placeholder.name)”: it has full-width or invisible characters"
                ),
                help: Phrase("用半角字符写成 {{\(plain)}}", "Write it in ASCII: {{\(plain)}}")
            )
        }
        let nearest = NearestName.find(placeholder.name, among: names)
        return TemplateProblem(
            code: "RB031",
            range: placeholder.range,
            message: Phrase(
                "没有名为 “\(placeholder.name)” 的模板变量,正则里也没有这个分组",
                "There is no variable “\(placeholder.name)”, and no group of that name in a regular expression"
            ),
            help: nearest.map {
                Phrase("是不是想写 {{\($0)}}?可用:\(chinese)", "Did you mean {{\($0)}}? There are: \(english)")
            }
                ?? Phrase("可用:\(chinese)", "There are: \(english)")
        )
    }

    /// What a variable was meant to be whose dots, bars or letters are full-width; nil where that makes no name.
    private func plain(_ written: String, _ names: [String]) -> String? {
        let narrow = LookAlike.plain(written.replacing("。", with: ".")) ?? written.replacing("。", with: ".")
        guard narrow != written else { return nil }
        let name = narrow.split(separator: "|").first.map(String.init)?.trimmingSpaces ?? ""
        if case .capture = TemplateVariable(name: name), !names.contains(name) { return nil }
        return narrow
    }

    /// A capture that one of the clauses does not give.
    func missing(_ placeholder: TemplatePlaceholder, in clause: MatchClause) -> TemplateProblem {
        let (name, number) = (placeholder.name, clause.number)
        return TemplateProblem(
            code: "RB031",
            range: placeholder.range,
            message: Phrase(
                "模板变量 {{\(name)}} 在 “match 第 \(number) 条” 中没有被捕获",
                "Variable {{\(name)}} is not captured by clause \(number) of “match”"
            ),
            help: TemplateScope.defaultHelp(placeholder),
            related: [
                .init(
                    location: clause.location,
                    note: Phrase("第 \(number) 条没有名为 \(name) 的分组", "Clause \(number) has no group named \(name)")
                )
            ]
        )
    }

    /// A variable that may be absent, without a default.
    func uncertain(_ placeholder: TemplatePlaceholder, _ reason: Phrase) -> TemplateProblem {
        TemplateProblem(
            code: "RB031",
            range: placeholder.range,
            message: Phrase(
                "模板变量 {{\(placeholder.name)}} 可能没有值:\(reason.chinese)",
                "Variable {{\(placeholder.name)}} may have no value: \(reason.english)"
            ),
            help: TemplateScope.defaultHelp(placeholder)
        )
    }

    /// A variable of other events.
    func unavailable(_ placeholder: TemplatePlaceholder, _ users: Phrase) -> TemplateProblem {
        TemplateProblem(
            code: "RB031",
            range: placeholder.range,
            message: Phrase(
                "模板变量 {{\(placeholder.name)}} 只能用在\(users.chinese)里",
                "Variable {{\(placeholder.name)}} exists only in \(users.english)"
            ),
            help: Phrase("删掉它,或把这句话移到那样的规则里", "Delete it, or move the text to such a rule")
        )
    }

    private static func defaultHelp(_ placeholder: TemplatePlaceholder) -> Phrase {
        let filter = placeholder.isURLEncoded ? "|url" : ""
        return Phrase(
            "加上默认值,例如 {{\(placeholder.name)\(filter)|默认值:文字}}",
            "Give a default, for example {{\(placeholder.name)\(filter)|default:text}}"
        )
    }
}
