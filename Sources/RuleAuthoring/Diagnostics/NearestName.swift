import OperatorText
import RuleEngine

/// Finds the name that an author probably meant by an unknown one.
package enum NearestName {
    /// The nearest of the first 200 candidates, the first of several; nil when none is near.
    ///
    /// Names have at most 64 code points, so no name is near a longer text.
    package static func find(_ name: String, among candidates: [String]) -> String? {
        if let meant = synonyms[name.excerpt.lowercased()], let known = meant.first(where: candidates.contains) {
            return known
        }
        let scalars = Array(name.unicodeScalars.prefix(65))
        guard scalars.count <= 64 else { return nil }
        let limit = max(1, scalars.count / 3)
        let ranked = candidates.prefix(200)
            .map { ($0, distance(from: scalars, to: Array($0.unicodeScalars.prefix(64)))) }
        return ranked.filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
    }

    /// The Damerau–Levenshtein distance: insertions, deletions, replacements and swaps of neighbours.
    package static func distance(from left: [Unicode.Scalar], to right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, scalar) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(last[column] + (scalar == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }

    /// Words of other tools and Chinese words, with our names for them.
    private static let synonyms: [String: [String]] = [
        "contain": ["any"], "contains": ["any"], "include": ["any"], "includes": ["any"], "keywords": ["match", "any"],
        "keyword": ["match", "any"], "trigger": ["match"], "equals": ["exact"], "equal": ["exact"], "is": ["exact"],
        "starts_with": ["prefix"], "ends_with": ["suffix"], "not": ["none"], "exclude": ["none"], "regexp": ["regex"],
        "pattern": ["regex"], "response": ["reply"], "answer": ["reply"], "message": ["reply", "text"],
        "responses": ["replies"], "answers": ["replies"], "name": ["id", "title"], "if": ["when"], "on": ["event"],
        "type": ["event"], "status": ["stage"], "enabled": ["stage"], "ttl": ["lifetime"], "duration": ["for"],
        "description": ["desc"], "picture": ["image"], "link": ["url"], "default": ["fallback"], "groups": ["sets"],
        "hours": ["open"], "holidays": ["closed_on"], "continue": ["also"], "order": ["priority"],
        // Chinese, as in the consoles of platforms.
        "回复": ["reply", "text"], "回答": ["reply"], "关键词": ["match", "any"], "关键字": ["match", "any"],
        "匹配": ["match"], "包含": ["any"], "全匹配": ["exact"], "完全匹配": ["exact"], "排除": ["none"],
        "正则": ["regex"], "标题": ["title"], "名称": ["id", "name", "title"], "规则": ["rules", "rule"],
        "词组": ["sets"], "兜底": ["fallback"], "默认": ["fallback"], "优先级": ["priority"], "事件": ["event"],
        "条件": ["when"], "示例": ["examples"], "例子": ["examples"], "冷却": ["cooldown"], "转人工": ["handoff"],
        "权重": ["weight"], "文字": ["text", "reply"], "链接": ["url"], "图片": ["image"], "描述": ["desc"],
        "版本": ["version"], "账号": ["account"], "时间表": ["schedules", "schedule"], "星期": ["days"],
        "时间": ["hours", "open"], "关注": ["follow"], "被关注": ["follow"], "新关注": ["follow"],
        "关注事件": ["follow"], "订阅": ["follow"], "取消关注": ["unfollow"], "取关": ["unfollow"],
        "退订": ["unfollow"], "取消订阅": ["unfollow"], "进入": ["enter"], "进入会话": ["enter"],
        "进入对话": ["enter"], "打开会话": ["enter"], "进入生活号": ["enter"], "扫码": ["enter", "scene"],
        "点击": ["click"], "点击菜单": ["click"], "菜单点击": ["click"], "菜单": ["click", "menu"],
        "图像": ["image"], "照片": ["image"], "图片消息": ["image"], "文本": ["text"], "消息": ["text"],
        "文字消息": ["text"], "文本消息": ["text"], "未知": ["unknown"], "其他": ["unknown"], "其它": ["unknown"],
        "全部": ["all"], "随机": ["random"], "轮流": ["rotate"], "轮换": ["rotate"], "上线": ["live"],
        "启用": ["live"], "测试": ["test", "tests"], "停用": ["off"], "关闭": ["off"], "静默": ["silent"],
        "下一条": ["next"], "半匹配": ["any"], "不包含": ["none"], "场景": ["scene"],
    ]
}
