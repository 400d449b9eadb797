import OperatorText
import RuleEngine

/// A fault of a template in a rule file, by its place in the template.
struct TemplateProblem {
    let code: String
    /// The code points of the template that are at fault.
    let range: Range<Int>
    let message: LocalizedText
    let help: LocalizedText?
    var related: [Diagnostic.Related] = []
}

extension TemplateProblem {
    /// The problem that a syntax error is to its author.
    init(_ error: TemplateError) {
        switch error.reason {
        case .unclosed:
            self.init(
                code: "RB031",
                range: error.range,
                message: LocalizedText("“{{” 没有对应的 “}}”", "“{{” has no “}}”"),
                help: LocalizedText(
                    "变量写成 {{名称}}，写在一行里，里面不能再有 {；回复里不能出现 “{{” 本身",
                    "Write a variable as {{name}}, on one line and without { in it; a reply cannot contain “{{” itself"
                )
            )
        case .nameless:
            self.init(
                code: "RB031",
                range: error.range,
                message: LocalizedText("“{{}}” 里没有变量名", "There is no variable name inside “{{}}”"),
                help: LocalizedText("写成 {{名称}}，例如 {{date}}", "Write {{name}}, for example {{date}}")
            )
        case .unknownFilter(let filter):
            self.init(
                code: "RB032",
                range: error.range,
                message: LocalizedText(
                    "变量里的 “|\(filter)” 无法识别或重复",
                    "“|\(filter)” in the variable is unknown or repeated"
                ),
                help: LocalizedText(
                    "可用：{{名称|url}}（用于网址）、{{名称|默认值:文字}}",
                    "There are {{name|url}} (for addresses) and {{name|default:text}}"
                )
            )
        }
    }
}
