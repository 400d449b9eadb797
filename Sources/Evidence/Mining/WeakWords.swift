import RuleEngine

/// Words of Chinese and English that any question may contain, so that they tell no question from another.
///
/// A group is never named by one of them, and a proposed word neither begins nor ends with one.
enum WeakWords {
    /// Words without a topic: pronouns, particles, question words, auxiliaries.
    private static let functionWords = """
        的 了 吗 呢 啊 呀 吧 哦 嘛 么 哈 嗯 喔 唉 诶 我 你 您 他 她 它 们 这 那 哪 是 很 也 都 就 请 个 下 吗 嘞
        我们 你们 您们 咱们 他们 人家 大家 自己 这个 那个 哪个 这些 那些 哪些 这里 那里 哪里 哪儿 这样 那样 这边 那边
        请问 请教 问下 问问 问一下 想问 想问下 想问一下 问个 麻烦 帮忙 帮我 帮 知道 想知道 告诉 了解 看看 看下 看一下 说 说说 咨询 请教
        怎么 怎么样 怎样 怎么办 怎么弄 怎么回事 如何 为什么 为啥 什么 啥 什么时候 啥时候 何时 多少 多少钱 多久 多长 多大 几 几点 几个 几天
        几次 几号 几时 什么样 是什么 有什么 价格 价钱 费用 收费 要钱 钱 元 块
        可以 可不可以 能 能不能 能否 行 行不行 行吗 可否 会 会不会 要 要不要 需要 需不需要 用 用不用 得 应该 想 想要 打算 必须
        有 有没有 没有 没 是不是 是否 不是 不 不能 不会 不行 不了 没法 无法 还是 还 还有 再 又 就是 只 只有 才 已经 正在 刚 刚才 一直 现在
        今天 明天 昨天 后天 时候 时间 最近 以前 以后 之前 之后 然后 马上 一下 一个 一次 一点 一些 一起 有点 比较 非常 特别 太 更 最 全部 所有
        因为 所以 但是 如果 要是 或者 还是 而且 和 与 跟 同 对 给 把 被 让 从 在 到 向 于 以 为 比 等 等等 关于 里面 上面 下面
        可 吗 不知道 好像 觉得 感觉 应该 一般 具体 详细 情况 问题 东西 事情 方面 地方 人 店 店里 店铺 商家 老板 亲 亲亲 客服
        急 着急 在线 在线等 尽快 快点 快 谢谢 谢 感谢 多谢 辛苦 不好意思 抱歉 打扰 你好 您好 哈喽 嗨 早上好 下午好 晚上好
        a an the i my me you your is are do does can could how what when where why which who to of in on at for it this that
        please hi hello hey thanks thank
        """
    /// Whole messages that ask for nothing.
    private static let smallTalk = """
        好 好的 好滴 好吧 好哒 行 行吧 嗯 嗯嗯 嗯呢 哦 哦哦 噢 喔 哈哈 哈哈哈 呵呵 嘻嘻 嘿嘿 ok okay 收到 知道了 明白 明白了 了解了 可以了 没事 没事了
        不用了 算了 谢谢 谢谢你 谢谢您 多谢 感谢 辛苦了 在 在吗 在不在 有人吗 人呢 你好 您好 早 早安 早上好 上午好 中午好 下午好 晚上好 晚安 再见 拜拜
        无语 呵 唉 晕 汗 牛 赞 棒 对 对的 是 是的 不是 没有 有 嗨 hi hello hey thanks bye yes no
        """

    /// The scalars of the longest word.
    private static let longest = 6

    private static let words: Set<String> = set(functionWords)
    private static let wholeMessages: Set<String> = set(smallTalk)

    /// Characters that begin or end words of a topic too (`会员`, `要求`), and mostly do not.
    private static let doubtful: Set<Unicode.Scalar> = [
        "能", "会", "要", "想", "有", "在", "不", "没", "几", "用", "还", "再", "到", "给", "对", "为", "可", "多", "和", "得", "等", "以",
        "行", "人", "店", "钱", "最", "太", "更", "下", "只", "又", "与", "从", "让", "被", "把", "同", "比", "元", "块", "快", "急", "说",
        "谢", "亲", "才", "刚", "帮", "跟", "向", "于",
    ]

    private static func set(_ list: String) -> Set<String> {
        Set(list.split { $0 == " " || $0 == "\n" }.map(String.init))
    }

    /// Whether a character is weak only in doubt.
    static func isDoubtful(_ scalar: Unicode.Scalar) -> Bool { doubtful.contains(scalar) }

    /// Whether a text, without signs at its ends, is small talk.
    static func isSmallTalk(_ text: String) -> Bool { wholeMessages.contains(text) }

    /// The places of a run of Chinese characters, or of one Latin word, that weak words of two characters and more
    /// cover, or that are weak without a doubt; the longest word at each place counts, from the left.
    static func marks(in scalars: ArraySlice<Unicode.Scalar>) -> [Bool] {
        var marks = [Bool](repeating: false, count: scalars.count)
        var place = scalars.startIndex
        while place < scalars.endIndex {
            let most = min(longest, scalars.endIndex - place)
            let length = (1...most).reversed().first { words.contains(String(scalars[place..<place + $0])) } ?? 0
            if length > 1 || (length == 1 && !isDoubtful(scalars[place])) {
                for offset in 0..<length { marks[place - scalars.startIndex + offset] = true }
            }
            place += max(length, 1)
        }
        return marks
    }

    /// Whether a Latin word is weak.
    static func isWeak(latin word: String) -> Bool { words.contains(word) || word.unicodeScalars.count < 2 }
}
