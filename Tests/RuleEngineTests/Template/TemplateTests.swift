import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct TemplateTests {
    private func render(_ text: String, _ values: [TemplateVariable: String]) -> String {
        let (template, errors) = TemplateParser.parse(text)
        #expect(errors.isEmpty)
        return template.render { values[$0] }
    }

    @Test(arguments: [
        ("没有变量", "没有变量"), ("{{单号}}", "SF 1/2"), ("<{{ 单号 }}>", "<SF 1/2>"), ("{{单号|url}}", "SF%201%2F2"),
        ("{{没有|默认值:顾客}}", "顾客"), ("{{没有|默认值：顾客}}", "顾客"), ("{{没有|default: dear customer }}", "dear customer"),
        ("{{没有|默认值:}}", ""), ("{{没有|url|默认值:中 文}}", "%E4%B8%AD%20%E6%96%87"), ("{{空|默认值:有}}", "有"),
        ("{{单号}}{{单号}}", "SF 1/2SF 1/2"), ("} }} { {x}", "} }} { {x}"), ("{{没有|默认值:a:b}}", "a:b"),
    ])
    func `variables are filled`(text: String, expected: String) {
        #expect(render(text, [.capture("单号"): "SF 1/2", .capture("空"): ""]) == expected)
    }

    @Test(arguments: [
        ("menu", TemplateVariable.menu), ("scene", .scene), ("account.name", .accountName), ("user.name", .userName),
        ("date", .date), ("time", .time), ("slot.单号", .slot("单号")), ("schedule.营业.today", .scheduleToday("营业")),
        ("schedule.营业.next_open", .scheduleNextOpen("营业")), ("单号", .capture("单号")), ("slot.a.b", .capture("slot.a.b")),
        ("schedule.today", .capture("schedule.today")),
    ])
    func `a name means its variable`(name: String, variable: TemplateVariable) {
        #expect(TemplateVariable(name: name) == variable)
    }

    @Test(arguments: ["{{app}}", "{{{app}}}", "{{app_secret|url}}", "<a href='x'>", "$&\\1", "%s", "{{单号}}"])
    func `a customer's text is data, not a template`(text: String) {
        #expect(render("单号 {{单号}}。", [.capture("单号"): text, .capture("app"): "机密"]) == "单号 \(text)。")
    }

    @Test func `characters that move or reorder text are taken out of values`() {
        let value = "甲\u{202E}乙\u{0000}\u{001B}[2J\u{2066}丙\r\n丁\u{2028}戊\u{0085}己\t"
        #expect(render("{{名}}", [.capture("名"): value]) == "甲乙[2J丙 丁戊己")
    }

    @Test func `every character alone is kept, unless it is a control or moves text`() {
        let movers: [ClosedRange<UInt32>] = [
            0x61C...0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069,
        ]
        for value in UInt32(0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isDropped = scalar.properties.generalCategory == .control || movers.contains { $0.contains(value) }
            let kept = scalar == "\n" ? " " : isDropped ? "" : String(scalar)
            let rendered = render("<{{名}}>", [.capture("名"): "a\(scalar)b"])
            #expect(
                Array(rendered.unicodeScalars) == Array("<a\(kept)b>".unicodeScalars),
                "U+\(String(value, radix: 16))"
            )
        }
    }

    @Test func `a value stays on the line that it is inserted in`() {
        #expect(render("<{{单号}}>", [.capture("单号"): "一\n二\r\n三"]) == "<一 二 三>")
    }
}
