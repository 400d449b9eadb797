package import Evidence
import Foundation
import RuleEngine
import TestSupport

/// Generated traffic of a shop whose rules know some questions, and whose customers have many more.
///
/// Of the messages, 15 in 100 are small talk, 35 are questions that the rules answer, and the rest are the intents',
/// whose frequencies fall as 1/(rank + 3). Half the messages have words of courtesy around them; one in ten has a
/// character replaced by a homophone, one in sixteen has lost one. One in twelve is sent twice by the same follower.
package struct MiningCorpus: Sendable {
    package let entries: [TrafficEntry]
    /// The intent of each message that has one, by the number of its entry.
    package let intents: [Int: String]

    /// The rules that the shop has.
    package static let rules = """
        version: 1
        sets:
          否定: [不要, 不用, 不想]
        rules:
          - {id: 营业时间, title: 营业时间, match: [几点开门, 几点关门, 营业时间], reply: 每天九点到六点。, examples: [几点开门]}
          - id: 退款
            title: 退款
            match:
              - any: [退款, 退钱, 退货]
                none: [$否定]
            reply: 一到三个工作日退回。
            examples: [我要退款]
          - {id: 快递, title: 查快递, match: [快递, 物流], reply: 请在订单里查看。, examples: [查快递]}
          - {id: 电话, title: 客服热线, match: [电话号码, 客服热线], reply: 请拨 12345。, examples: [客服热线]}
          - id: 人工
            title: 转人工
            match: [人工, 真人]
            reply: 正在转接。
            handoff: {for: 30m}
            examples: [人工]
        fallback: {reply: 没太明白您的意思。}

        """

    private static let known = [
        "几点开门", "你们几点关门", "营业时间是什么", "周末营业时间", "怎么退款", "退款多久到", "可以退货吗", "我要退款", "什么时候退钱",
        "快递到哪了", "怎么查快递", "物流不更新", "快递什么时候到", "电话号码多少", "客服热线是多少", "转人工", "找真人客服", "怎么转人工",
    ]
    private static let prefixes = [
        "请问", "你好", "您好，", "亲，", "在吗 ", "想问下", "问一下", "老板", "那个", "我想知道", "客服你好，", "麻烦问一下", "请问一下", "哈喽", "你好请问",
    ]
    private static let suffixes = [
        "呢", "啊", "谢谢", "？", "！", "急", "在线等", "，谢谢", "呀", "😊", "？？", "。", "可以吗", "了解一下", "哦",
    ]
    private static let smallTalk = [
        "好的", "谢谢", "哈哈哈", "嗯嗯", "知道了", "在吗", "你好", "早上好", "晚安", "你是机器人吗", "ok", "收到", "没事了", "哦哦", "好吧", "太慢了",
        "讲个笑话", "今天天气怎么样", "你几岁了", "无语", "666", "辛苦了", "新年快乐", "👍", "？？？",
    ]
    private static let parts = [
        ["今天", "昨天", "刚才", "我妈", "隔壁", "楼下的猫", "地铁上", "公司", "孩子", "周末"],
        ["心情", "加班", "下雨", "做饭", "考试", "睡觉", "追剧", "跑步", "堵车", "聊天"],
        ["真好", "好烦", "笑死", "太累", "没意思", "不错", "到半夜", "一整天", "忘记了", "随便吧"],
    ]
    private static let homophones: [Unicode.Scalar: [Unicode.Scalar]] = {
        let groups = [
            "票漂飘", "发法罚", "费非废", "会汇惠", "元员原", "优有友", "券卷劝", "价架假", "货获或", "换还环", "修休秀", "支知只", "付副富", "码马吗",
            "积机鸡", "分份纷", "密迷蜜", "登灯等", "到道倒", "期其七", "地第弟", "址止纸", "单丹担", "补捕不", "书输叔", "电店点", "送宋松", "停庭廷",
            "车扯撤", "包抱宝", "破坡泼", "少烧稍", "差查茶", "卡咖", "团湍", "签千牵", "见建件", "借界介", "教叫交", "绘慧", "本笨", "手首收", "款宽",
            "销消", "号好浩", "招着找", "盟萌", "邮油游", "预遇与", "封风丰", "正证政", "报暴抱", "疫义议", "医一依", "保饱宝", "牙呀芽", "眼演", "驾架",
            "社设射", "金今斤", "住注祝", "网往", "流留刘", "话画化", "健件", "课客刻", "泳永勇", "蛋旦", "间建", "排牌", "漏露", "敏民", "宴燕", "养样",
            "洗喜", "李里理", "退腿", "早找", "接街", "床窗",
        ]
        var table: [Unicode.Scalar: [Unicode.Scalar]] = [:]
        for group in groups {
            for scalar in group.unicodeScalars { table[scalar] = group.unicodeScalars.filter { $0 != scalar } }
        }
        return table
    }()

    /// Generates messages of two weeks; the same seed gives the same.
    package static func make(messages: Int, seed: UInt64, intents: [MiningIntent]) -> MiningCorpus {
        var random = SeededGenerator(seed: seed)
        let ranked = intents.shuffled(using: &random)
        let weights = ranked.indices.map { 1 / Double($0 + 3) }
        let followers = max(20, messages / 4)
        let start = Date(timeIntervalSince1970: 1_770_688_800)
        let step = 14 * 86_400 / Double(messages)
        var (entries, labels): ([TrafficEntry], [Int: String]) = ([], [:])
        var last: (user: Int, text: String, intent: String?)?
        for number in 1...messages {
            var user = Int.random(in: 0..<followers, using: &random)
            var (text, intent): (String, String?)
            if let last, Int.random(in: 0..<12, using: &random) == 0 {
                (user, text, intent) = last
            } else {
                (text, intent) = message(of: ranked, weights, using: &random)
            }
            last = (user, text, intent)
            labels[number] = intent
            let id = String(2_088_000_000_000_000 + user)
            let digest = (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
            let event = TrafficEvent(
                follower: FollowerKey(account: "2021000000000001", user: id),
                key: EventKey(digest: digest + Array(repeating: 0, count: 8)),
                isStale: false,
                event: RuleEvent(.text(text), userID: id, messageID: "m\(number)")
            )
            let moment = start.addingTimeInterval((Double(number) * step).rounded())
            entries.append(TrafficEntry(number: number, at: moment, action: .event(event)))
        }
        return MiningCorpus(entries: entries, intents: labels)
    }

    private static func message(
        of intents: [MiningIntent],
        _ weights: [Double],
        using random: inout SeededGenerator
    ) -> (text: String, intent: String?) {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<10:
            return (smallTalk.randomElement(using: &random) ?? "", nil)
        case ..<15:
            return (parts.compactMap { $0.randomElement(using: &random) }.joined(), nil)
        case ..<50:
            return (dressed(known.randomElement(using: &random) ?? "", using: &random), nil)
        default:
            var rest = Double.random(in: 0..<weights.reduce(0, +), using: &random)
            let place = weights.firstIndex { weight in
                rest -= weight
                return rest < 0
            }
            let intent = intents[place ?? 0]
            return (dressed(intent.phrases.randomElement(using: &random) ?? "", using: &random), intent.name)
        }
    }

    /// A phrase with words of courtesy and slips of the keyboard.
    private static func dressed(_ phrase: String, using random: inout SeededGenerator) -> String {
        var scalars = Array(phrase.unicodeScalars)
        if Int.random(in: 0..<10, using: &random) == 0 {
            let places = scalars.indices.filter { homophones[scalars[$0]] != nil }
            if let place = places.randomElement(using: &random) {
                scalars[place] = homophones[scalars[place]]?.randomElement(using: &random) ?? scalars[place]
            }
        }
        if scalars.count > 3, Int.random(in: 0..<16, using: &random) == 0 {
            scalars.remove(at: Int.random(in: scalars.indices, using: &random))
        }
        var text = String(String.UnicodeScalarView(scalars))
        if Bool.random(using: &random) { text = (prefixes.randomElement(using: &random) ?? "") + text }
        if Bool.random(using: &random) { text += suffixes.randomElement(using: &random) ?? "" }
        return text
    }
}
