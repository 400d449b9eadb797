import Evidence
import Foundation
import RuleEngine
import RuleTestSupport
import TestSupport

/// Invented traffic of the example shop: eight days of February 2026, with its weekend, working Sunday and holiday.
///
/// Followers come for a visit now and then: they ask, wait, ask again, give a number, call a person. One writes all
/// day long and one as fast as a bot; two are testers.
struct ShopTraffic {
    private var generator: SeededGenerator
    private var drafts: [(at: Date, follower: FollowerKey, content: RuleEvent.Content)] = []

    private static let account = "2021000000000001"
    /// The tester of `rules/shop.yaml`, and the number of an ordinary follower that a slip makes a tester.
    private static let testers = ["2088000000000001", "2088000000000011"]

    /// The entries, by time.
    static func entries(seed: UInt64, followers: Int) -> [TrafficEntry] {
        var traffic = ShopTraffic(generator: SeededGenerator(seed: seed))
        for number in 0..<followers { traffic.comeAndGo(traffic.key(number)) }
        traffic.writeAllDay(traffic.key(followers))
        traffic.writeFast(traffic.key(followers + 1))
        for tester in testers { traffic.tryOut(FollowerKey(account: account, user: tester)) }
        return traffic.sorted()
    }

    private func sorted() -> [TrafficEntry] {
        drafts.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
            .enumerated()
            .map { index, draft in
                let digest = (0..<16).map { $0 < 8 ? UInt8(truncatingIfNeeded: index >> (8 * $0)) : 0 }
                return TrafficEntry(
                    number: index + 1,
                    at: draft.at,
                    action: .event(
                        TrafficEvent(
                            follower: draft.follower,
                            key: EventKey(digest: digest),
                            isStale: false,
                            event: RuleEvent(draft.content, userID: draft.follower.user, messageID: "m\(index + 1)")
                        )
                    )
                )
            }
    }

    private func key(_ number: Int) -> FollowerKey {
        FollowerKey(account: Self.account, user: "2088\(String(format: "%012d", 1_000 + number))")
    }

    /// A moment of the week, mostly by day; the minutes around opening and closing are not rare.
    private mutating func moment() -> Date {
        let day = Int.random(in: 9...16, using: &generator)
        let minute =
            switch Int.random(in: 0..<20, using: &generator) {
            case 0: Int.random(in: 1_320..<1_440, using: &generator)
            case 1: Int.random(in: 0..<480, using: &generator)
            case 2, 3: Int.random(in: 1_015..<1_085, using: &generator)
            case 4: Int.random(in: 525..<605, using: &generator)
            default: Int.random(in: 540..<1_320, using: &generator)
            }
        let civil = CivilDay("2026-02-\(day < 10 ? "0" : "")\(day)") ?? CivilDay(number: 0)
        return LocalTime(day: civil, minute: minute).date(in: RuleAccount().timeZone)
            .addingTimeInterval(TimeInterval(Int.random(in: 0..<60, using: &generator)))
    }
}

// Followers.
extension ShopTraffic {
    private mutating func comeAndGo(_ follower: FollowerKey) {
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            var at = moment()
            for (wait, content) in visit() {
                at += TimeInterval(wait)
                drafts.append((at, follower, content))
            }
        }
    }

    /// One who has much to say on one day.
    private mutating func writeAllDay(_ follower: FollowerKey) {
        var at = LocalTime(day: CivilDay("2026-02-11") ?? CivilDay(number: 0), minute: 550)
            .date(in: RuleAccount().timeZone)
        for number in 0..<170 {
            at += TimeInterval(Int.random(in: 120...240, using: &generator))
            let isIdle = number % 4 == 3
            let text = isIdle ? one(of: Self.chat) : one(of: Self.hours + Self.refunds + Self.progress)
            drafts.append((at, follower, .text(text)))
        }
        drafts.append((at + 60, follower, .text("转人工")))
    }

    /// One who writes as fast as a bot.
    private mutating func writeFast(_ follower: FollowerKey) {
        let began = moment()
        for number in 0..<40 {
            drafts.append((began + TimeInterval(2 * number), follower, .text(one(of: Self.refunds + Self.hours))))
        }
    }

    /// One who tries the rule that is not live, also at night.
    private mutating func tryOut(_ tester: FollowerKey) {
        for day in 10...13 {
            for hour in [2, 11, 20, 23] {
                let civil = CivilDay("2026-02-\(day)") ?? CivilDay(number: 0)
                let at = LocalTime(day: civil, minute: hour * 60 + day).date(in: RuleAccount().timeZone)
                drafts.append((at, tester, .text(one(of: Self.festival))))
            }
        }
    }
}

// Their visits.
extension ShopTraffic {
    private typealias Visit = [(wait: Int, content: RuleEvent.Content)]

    private mutating func visit() -> Visit {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<10: newcomer()
        case 10..<22:
            said(one(of: Self.hours)) + later([Self.thanks, Self.refunds, Self.chat, Self.hours], within: 400)
        case 22..<36: said(one(of: Self.refunds)) + later([Self.thanks, Self.progress, Self.persons], within: 900)
        case 36..<43: said(one(of: Self.progress)) + later([Self.thanks, Self.persons, Self.chat], within: 900)
        case 43..<53: said(parcel()) + later([Self.thanks, Self.chat, Self.persons], within: 600)
        case 53..<62: question()
        case 62..<71: person()
        case 71..<80: greetings()
        case 80..<84: said(one(of: Self.festival))
        case 84..<88: [(0, .click(menu: Bool.random(using: &generator) ? "NEW_BOOKS" : "ABOUT"))]
        case 88..<93: said(one(of: Self.mixed) + (Bool.random(using: &generator) ? "？" : ""))
        default: said(one(of: Self.chat)) + later([Self.chat, Self.chat, Self.persons], within: 4_500)
        }
    }

    private func said(_ text: String) -> Visit { [(0, .text(text))] }

    private mutating func later(_ topics: [[String]], within seconds: Int) -> Visit {
        (0..<Int.random(in: 0...2, using: &generator))
            .map { _ in
                let wait = Int.random(in: 12...seconds, using: &generator)
                return (wait, .text(one(of: topics.randomElement(using: &generator) ?? Self.thanks)))
            }
    }

    private mutating func newcomer() -> Visit {
        let follow: Visit = [(0, Bool.random(using: &generator) ? .follow(scene: nil) : .follow(scene: "DOOR"))]
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: return follow + [(20, .text("1"))]
        case 1: return follow + [(20, .text("2")), (40, .text(number()))]
        case 2: return follow + [(20, .text("3"))]
        case 3: return follow + [(30, .click(menu: "NEW_BOOKS"))]
        case 4: return follow + [(0, .enter(scene: nil)), (50, .text(one(of: Self.refunds)))]
        default: return follow
        }
    }

    private mutating func parcel() -> String {
        let word = one(of: ["快递", "物流", "单号", "我的快递", "查物流", "订单的单号"])
        let sign = one(of: ["", "", ":", "：", " ", "  ", "是"])
        return word + sign + number() + one(of: ["", "", "", "到哪了", " 谢谢"])
    }

    /// A number of a parcel, now and then one digit short or without its letters.
    private mutating func number() -> String {
        let letters = one(of: ["SF", "YT", "sf", "", "", "JDX"])
        let length = one(of: [6, 8, 8, 10, 12, 12, 13, 14, 15, 15])
        return letters + (0..<length).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
    }

    private mutating func question() -> Visit {
        let asked: Visit = [(0, .text(one(of: ["2", "２", "查快递", "查快递", "查 快 递"])))]
        let wait = one(of: [20, 45, 90, 200, 600, 1_500, 1_900, 4_000])
        return switch Int.random(in: 0..<7, using: &generator) {
        case 0: asked + [(wait, .text("我的是" + number()))]
        case 1: asked + [(wait, .text(number() + "谢谢"))]
        case 2: asked + [(wait, .text(one(of: Self.chat)))]
        case 3: asked + [(wait, .text("查快递")), (30, .text(number()))]
        default: asked + [(wait, .text(number()))]
        }
    }

    private mutating func person() -> Visit {
        let called: Visit = [(0, .text(one(of: Self.persons)))]
        return called
            + (0..<Int.random(in: 0...4, using: &generator))
            .map { _ in
                let wait = one(of: [15, 40, 120, 400, 900, 2_100])
                return (wait, .text(one(of: Self.refunds + Self.hours + Self.chat + Self.thanks)))
            }
    }

    private mutating func greetings() -> Visit {
        (0..<Int.random(in: 1...3, using: &generator))
            .map { _ in (one(of: [15, 60, 300, 620, 3_000, 20_000]), .text(one(of: Self.greetingWords))) }
            + later([Self.hours, Self.refunds, Self.chat], within: 300)
    }

    private mutating func one<Value>(of values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &generator)]
    }
}

// Their words.
extension ShopTraffic {
    private static let hours = [
        "1", "１", "营业时间", "營業時間!", "几点开门", "你们几点关门啊?", "請問幾點開門", "今天营业到几点", "周六几点开门呀", "晚上几点关门",
        "春节几点开门", "明天营业到几点",
    ]
    private static let refunds = [
        "我要退款", "退款", "怎么退货", "退货", "书有破损，想退货", "可以退钱吗", "退钱", "把钱给我退了", "钱什么时候退回来", "钱怎么还没退", "我不要退款了",
        "不想退货了", "先别退款", "不用退钱了", "退款还不到账", "书已经退货了", "款退了吗",
    ]
    private static let progress = ["退款进度", "查一下退款进度", "退款到哪了", "我的退款到哪了呀", "退款进度怎么看", "请问退款到哪了"]
    private static let persons = [
        "3", "３", "人工", "转人工", "我要找人工", "人工客服", "客服在吗", "有客服吗", "有真人吗", "叫真人来", "客服电话是多少",
    ]
    private static let greetingWords = ["你好", "您好", "在吗", "在吗？", "有人吗", "hi", "Hi!", "hello", "Hello", "你好呀", "你好，在吗"]
    private static let festival = ["春节活动", "有什么春节活动", "新春活动", "新春活动几号开始"]
    private static let thanks = ["谢谢", "好的", "ok", "知道了", "嗯", "👍"]
    private static let chat = [
        "今天天气怎么样", "讲个笑话", "有没有三体", "第1个", "10", "第3本多少钱", "this", "几点发货", "门店在哪", "会员怎么办", "2本可以包邮吗", "钱包丢了",
        "不开心", "买给老人看的书", "营业执照", "开门了吗", "时间到了吗", "退", "电话多少", "2021版的有吗", "查快递单", "别人推荐来的", "3楼有停车场吗",
    ]
    private static let mixed = [
        "退款找人工", "退货，叫客服来", "几点开门，我要退款", "退款进度几点能看", "我要退款，快递单号SF12345678", "快递12345678退货", "营业时间", "人工几点关门",
        "真人几点开门", "春节活动能退款吗", "你好我要退款", "退款的物流YT1234567890", "物流单号12345678901234",
    ]
}
