import Evidence
import Foundation
import RuleEngine
import RuleTestSupport
import TestSupport

/// A generated rule file, as values that can be changed.
struct GeneratedRules {
    struct Rule {
        var id: String
        var words: [String]
        var lines: [String]
        var reply: String
    }

    var rules: [Rule] = []
    var limits: [String]
    var fallback: [String]

    static let words = [
        "退款", "快递", "发票", "营业", "优惠", "门店", "预约", "价格", "地址", "会员", "换货", "积分", "投诉", "电话", "订单",
    ]

    init(using generator: inout SeededGenerator) {
        limits = [
            "daily_per_user: \(Int.random(in: 8...20, using: &generator))", "reserve_for_handoff: 2",
            "per_minute: \(Int.random(in: 3...10, using: &generator))", "messages_per_event: 3", "handoff_cap: 6h",
            "resume_words: [继续]",
        ]
        fallback = ["reply: 没听懂。", "suggest: \(Int.random(in: 0...2, using: &generator))"]
        if Bool.random(using: &generator) { fallback.append("cooldown: \(Int.random(in: 1...40, using: &generator))m") }
        if Int.random(in: 0..<4, using: &generator) == 0 { fallback = [] }
        for number in 1...12 { rules.append(Self.rule(number, using: &generator)) }
        rules.append(Rule(id: "留言", words: ["留言"], lines: ["ask: {slot: 内容, for: 20m}"], reply: "请说。"))
        rules.append(
            Rule(id: "收留言", words: [], lines: ["when: {asked: 内容}"], reply: "\"收到：{{slot.内容}}\"")
        )
        rules.append(
            Rule(id: "查留言", words: ["查看"], lines: [], reply: "\"记着：{{slot.内容|默认值:无}}\"")
        )
        rules.append(Rule(id: "人工", words: ["人工"], lines: ["priority: 50", "handoff: {for: 30m}"], reply: "请稍候。"))
        if Bool.random(using: &generator) {
            rules.append(
                Rule(id: "首次", words: [], lines: ["event: follow", "when: {first_contact: true}"], reply: "欢迎。")
            )
        }
        rules.append(Rule(id: "菜单", words: [], lines: ["event: click", "cooldown: 5m"], reply: "菜单。"))
    }

    private static func rule(_ number: Int, using generator: inout SeededGenerator) -> Rule {
        var lines: [String] = []
        if Int.random(in: 0..<3, using: &generator) == 0 {
            lines.append("cooldown: \(Int.random(in: 1...90, using: &generator))m")
            if Bool.random(using: &generator) { lines.append("while_cooling: next") }
        }
        if Int.random(in: 0..<4, using: &generator) == 0 {
            lines.append("priority: \(Int.random(in: -3...3, using: &generator))")
        }
        switch Int.random(in: 0..<14, using: &generator) {
        case 0: lines.append("also: true")
        case 1: lines.append("handoff: {for: \(Int.random(in: 2...60, using: &generator))m}")
        case 2: lines.append("during_handoff: true")
        case 3: lines.append("when: {first_contact: true}")
        case 4: lines += ["during_handoff: true", "handoff: {for: 10m}"]
        case 5, 6: lines.append("title: 标题\(number)")
        default: break
        }
        return Rule(id: "规则\(number)", words: chosen(using: &generator), lines: lines, reply: "答\(number)。")
    }

    private static func chosen(using generator: inout SeededGenerator) -> [String] {
        (0..<Int.random(in: 1...2, using: &generator)).map { _ in words.randomElement(using: &generator) ?? "退款" }
    }

    /// Another version of these rules, with one to four differences.
    func changed(using generator: inout SeededGenerator) -> GeneratedRules {
        var other = self
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0..<12, using: &generator)
            switch Int.random(in: 0..<9, using: &generator) {
            case 0: other.rules[place].words = Self.chosen(using: &generator)
            case 1: other.rules[place].words.append(Self.words.randomElement(using: &generator) ?? "退款")
            case 2: other.rules[place].reply = "新\(place)。"
            case 3: other.rules[place] = Self.rule(place + 100, using: &generator)
            case 4: other.rules[place].lines.removeAll()
            case 5: other.rules.swapAt(place, (place + 1) % 12)
            case 6: other.limits[0] = "daily_per_user: \(Int.random(in: 8...20, using: &generator))"
            case 7: if !fallback.isEmpty { other.fallback[0] = "reply: 换个说法试试。" }
            default: other.rules[place].lines.append("# \(place)")
            }
        }
        return other
    }

    /// The same rules without a hand-off, whose long doubt would hide all others.
    var withoutHandoffs: GeneratedRules {
        var other = self
        for place in rules.indices { other.rules[place].lines.removeAll { $0.hasPrefix("handoff:") } }
        return other
    }

    var yaml: String {
        var lines = ["limits: {\(limits.joined(separator: ", "))}", "rules:"]
        for rule in rules {
            lines.append("  - id: \(rule.id)")
            if !rule.words.isEmpty {
                lines.append("    match: [\(Array(Set(rule.words)).sorted().joined(separator: ", "))]")
            }
            // A rule that is changed twice must not have a key twice.
            lines += rule.lines.map { "    " + $0 }
            lines.append("    reply: \(rule.reply)")
        }
        if !fallback.isEmpty { lines.append("fallback: {\(fallback.joined(separator: ", "))}") }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Generated traffic: followers who come for a conversation now and then.
enum GeneratedTraffic {
    static let account = "2021000000000001"
    static let began = DecisionConversation.moment()

    static func entries(
        _ count: Int,
        followers: Int,
        days: Int,
        withHandoffs: Bool = true,
        using generator: inout SeededGenerator
    ) -> [TrafficEntry] {
        var drafts: [(at: Date, action: TrafficEntry.Action)] = []
        drafts.reserveCapacity(count)
        var serial = 0
        while drafts.count < count {
            let user = "2088\(String(format: "%012d", Int.random(in: 0..<followers, using: &generator)))"
            let key = FollowerKey(account: account, user: user)
            var at = began + TimeInterval(Int.random(in: 0..<days * 86_400, using: &generator))
            // Now and then, one writes as fast as a bot.
            let isFast = Int.random(in: 0..<40, using: &generator) == 0
            for _ in 0..<(isFast ? 24 : Int.random(in: 1...7, using: &generator)) {
                serial += 1
                if Int.random(in: 0..<80, using: &generator) == 0, withHandoffs {
                    let end =
                        Bool.random(using: &generator)
                        ? at + TimeInterval(Int.random(in: 60...7_200, using: &generator)) : nil
                    drafts.append((at, .handoff(key, until: end)))
                } else {
                    let event = event(serial, key, isStale: Int.random(in: 0..<60, using: &generator) == 0, &generator)
                    drafts.append((at, .event(event)))
                    if Int.random(in: 0..<30, using: &generator) == 0 { drafts.append((at + 5, .event(event))) }
                }
                at += TimeInterval(isFast ? 2 : [4, 30, 90, 400, 900].randomElement(using: &generator) ?? 30)
            }
        }
        let sorted = drafts.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        return sorted.prefix(count).enumerated()
            .map { TrafficEntry(number: $0.offset + 1, at: $0.element.element.at, action: $0.element.element.action) }
    }

    private static func event(
        _ serial: Int,
        _ key: FollowerKey,
        isStale: Bool,
        _ generator: inout SeededGenerator
    ) -> TrafficEvent {
        let word = GeneratedRules.words.randomElement(using: &generator) ?? "退款"
        let other = GeneratedRules.words.randomElement(using: &generator) ?? "快递"
        let content: RuleEvent.Content =
            switch Int.random(in: 0..<24, using: &generator) {
            case 0: .click(menu: "M1")
            case 1: .follow(scene: nil)
            case 2: .text("找人工")
            case 3: .text("我要留言")
            case 4: .text("查看一下")
            case 5: .text("继续")
            case 6, 7, 8: .text("嗯\(Int.random(in: 0...3, using: &generator))")
            case 9...15: .text(word + other)
            default: .text("我想问\(word)")
            }
        var digest = Array(repeating: UInt8(0), count: 16)
        for place in 0..<8 { digest[place] = UInt8(truncatingIfNeeded: serial >> (8 * place)) }
        return TrafficEvent(
            follower: key,
            key: EventKey(digest: digest),
            isStale: isStale,
            event: RuleEvent(content, userID: key.user, messageID: "m\(serial)")
        )
    }
}
