extension TemplateProblem {
    static func unclosed(_ range: Range<Int>) -> TemplateProblem {
        TemplateProblem(
            code: "RB031",
            range: range,
            message: Phrase("“{{” 没有对应的 “}}”", "“{{” has no “}}”"),
            help: Phrase(
                "变量写成 {{名称}},写在一行里,里面不能再有 {;回复里不能出现 “{{” 本身",
                "Write a variable as {{name}}, on one line and without { in it; a reply cannot contain “{{” itself"
            )
        )
    }

    static func nameless(_ range: Range<Int>) -> TemplateProblem {
        TemplateProblem(
            code: "RB031",
            range: range,
            message: Phrase("“{{}}” 里没有变量名", "There is no variable name inside “{{}}”"),
            help: Phrase("写成 {{名称}},例如 {{date}}", "Write {{name}}, for example {{date}}")
        )
    }

    static func unknownFilter(_ filter: String, _ range: Range<Int>) -> TemplateProblem {
        TemplateProblem(
            code: "RB032",
            range: range,
            message: Phrase("变量里的 “|\(filter)” 无法识别或重复", "“|\(filter)” in the variable is unknown or repeated"),
            help: Phrase(
                "可用:{{名称|url}}(用于网址)、{{名称|默认值:文字}}",
                "There are {{name|url}} (for addresses) and {{name|default:text}}"
            )
        )
    }
}
