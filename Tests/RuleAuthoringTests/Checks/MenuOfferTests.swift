import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// The numbers that a reply asks customers to send.
@Suite(.timeLimit(.minutes(5)), .watched)
struct MenuOfferTests {
    private func numbers(_ text: String, asksForText: Bool = false) -> [Int] {
        MenuOffers.read(text, asksForText: asksForText).map(\.number)
    }

    @Test(arguments: [
        ("回复 3 转人工", [3]), ("回复3转人工", [3]), ("请回复数字3", [3]), ("回复“3”", [3]), ("回复【3】转人工", [3]),
        ("回复：3", [3]), ("回复数字 0 返回", [0]), ("回復３", [3]), ("输入 12 查询", [12]), ("发送 1 看菜单", [1]), ("選擇2", [2]),
        ("Reply 3 for help", [3]), ("Reply with number 4.", [4]), ("回复1、2、3", [1, 2, 3]), ("回复 1/2/5", [1, 2, 5]),
        ("回复 1-3", [1, 3, 2]), ("回复1~3选择", [1, 3, 2]), ("回复1或2", [1, 2]), ("回复1营业时间，2查快递，3转人工", [1, 2, 3]),
        ("回复数字选择：1 时间 2 快递 3 人工", [1, 2, 3]), ("回复数字：\n1 时间\n2 快递", [1, 2]), ("回复数字试试:\n1、时间\n\n3、人工", [1]),
        ("回复1 时间\n2 快递\n3 人工\n谢谢", [1, 2, 3]), ("1. 时间\n2. 快递\n请回复序号", [1, 2]), ("回复:\n① 时间\n② 快递", [1, 2]),
        ("回复数字:\n1️⃣ 时间\n2️⃣ 快递", [1, 2]), ("回复以下数字：\n【1】时间\n【2】快递", [1, 2]), ("回复3人工客服", [3]),
        ("请回复下方数字：\n1️⃣ 查单\n2️⃣ 开票", [1, 2]), ("请回复您要办理的业务序号\n1 查单", [1]), ("回复以下：\n1 查单", [1]),
        ("回复 5 条款查询", [5]), ("{{user.name|默认值:顾客}}，回复 3", [3]), ("请回复 1 天气预报", [1]), ("回复 1 点餐", [1]),
    ])
    func `a number that is asked for is found`(text: String, expected: [Int]) {
        #expect(numbers(text).sorted() == expected.sorted())
    }

    @Test(arguments: [
        "我们会在24小时内回复", "客服将于 3 天内回复您", "已回复 3 次", "回复时间 9:00-18:00", "回复后 2 天有效", "回复 5 分钟内送达",
        "1-3 个工作日内回复您", "输入 6 位验证码", "发送 2 张照片", "回复 100 送券", "回复 1.5 倍", "回复 3 个问题", "您的回复 3 天内处理",
        "步骤：\n1. 打开订单\n2. 点退款", "步骤：\n1. 打开订单\n2. 点退款\n有疑问请回复“人工”", "请回复以下信息：\n1. 姓名\n2. 电话", "回复 TD 退订",
        "选择以下方式：\n1. 到店\n2. 快递", "请发送：\n1. 姓名\n2. 电话", "{{回复 3}}", "回复 2026-02-10", "回复 10:30", "回复 50% 的人", "", "回复",
        "回复\n", "3 天内回复\n1 元起", "请回复“退款进度”", "回复 3 小时前的消息", "replying 3", "resend 3 items",
        "请回复您的订单号码，3 天内处理", "请回复订单编号。\n我们 1 天内处理",
    ])
    func `an amount or a step is no offer`(text: String) {
        #expect(numbers(text) == [])
    }

    @Test func `a list of things to tell is no menu where the reply asks a question`() {
        #expect(numbers("请回复：\n1. 姓名\n2. 电话", asksForText: true) == [])
        #expect(numbers("请回复：\n1. 时间\n2. 快递", asksForText: false) == [1, 2])
    }

    @Test func `offers lie within any text`() {
        let letters = [
            "回复", "输入", "数字", "1", "2", "９", "①", "\u{20E3}", "\u{FE0F}", "\n", " ", "-", "、", "天", "个", "{{", "}}",
            "：", "“", "a",
        ]
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 0...12, using: &generator))
                .map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] }.joined()
            let count = text.unicodeScalars.count
            for offer in MenuOffers.read(text, asksForText: false) {
                #expect(offer.range.lowerBound >= 0 && offer.range.upperBound <= count && !offer.range.isEmpty)
            }
        }
    }
}
