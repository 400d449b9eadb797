/// One slip of an operator in the rules of the example shop, as an edit of the file.
struct ShopFault: Sendable {
    /// The slip in words.
    let name: String
    /// The text of `rules/shop.yaml` that the slip touches; it occurs there once.
    let old: String
    /// The text in its place.
    let new: String

    init(_ name: String, _ old: String, to new: String) {
        self.name = name
        self.old = old
        self.new = new
    }
}

/// Slips of one kind.
struct ShopFaultGroup: Sendable {
    let kind: String
    let faults: [ShopFault]

    init(_ kind: String, _ faults: [ShopFault]) {
        self.kind = kind
        self.faults = faults
    }
}

extension ShopFault {
    static let groups = [
        lostWords, typingErrors, tooGeneral, tooNarrow, exceptions, precedence, stages, replies, templates, hours,
        handoffs, questions, cooldowns, patterns, writing, wholeRules, settings, suggestions,
    ]

    /// The same rules in another spelling; no tool may report one.
    static let respelled = [
        ShopFault("a comment more", "rules:\n", to: "rules:\n  # 从这里开始\n"),
        ShopFault("words in another order", "[人工, 客服, 真人]", to: "[真人, 客服, 人工]"),
        ShopFault("a word in the traditional script", "营业到几点]", to: "營業到幾點]"),
        ShopFault("a word in full width", "hi, hello", to: "ｈｉ, hello"),
        ShopFault("a time in another unit", "handoff: {for: 30m,", to: "handoff: {for: 1800s,"),
        ShopFault("a text in quotes", "reply: 请把快递单号发给我。", to: "reply: \"请把快递单号发给我。\""),
        ShopFault("a default written out", "    pick: random\n", to: "    pick: random\n    priority: 0\n"),
        ShopFault("an hour without its zero", "mon-fri, hours: \"09:00", to: "mon-fri, hours: \"9:00"),
        ShopFault("a list of one word for the word", "menu: [NEW_BOOKS]", to: "menu: NEW_BOOKS"),
    ]

    /// Edits that change no answer, which no short argument shows; no tool may report one.
    static let redundant = [
        ShopFault("a word less that 钱 and 退 find anyway", "any: [退款, 退钱, 退货]", to: "any: [退款, 退货]")
    ]

    private static let lostWords = ShopFaultGroup(
        "A word is deleted",
        [
            ShopFault("几点关门, which an example has", "几点关门, 营业到几点", to: "营业到几点"),
            ShopFault("营业到几点, which no example has", "几点关门, 营业到几点", to: "几点关门"),
            ShopFault("退货", "any: [退款, 退钱, 退货]", to: "any: [退款, 退钱]"),
            ShopFault("退款到哪了", "[退款进度, 退款到哪了]", to: "[退款进度]"),
            ShopFault("客服", "[人工, 客服, 真人]", to: "[人工, 真人]"),
            ShopFault("真人", "[人工, 客服, 真人]", to: "[人工, 客服]"),
            ShopFault("在吗, from a set", "您好, 在吗, 有人吗", to: "您好, 有人吗"),
            ShopFault("新春活动, of a rule on trial", "[春节活动, 新春活动]", to: "[春节活动]"),
            ShopFault("the 1 that the welcome offers", "exact: [1, 营业时间]", to: "exact: [营业时间]"),
            ShopFault("the 2 that the welcome offers", "exact: [2, 查快递]", to: "exact: [查快递]"),
            ShopFault("the 3 that the fallback offers", "      - exact: [3]\n", to: ""),
            ShopFault("查快递, beside its number", "exact: [2, 查快递]", to: "exact: [2]"),
        ]
    )

    private static let typingErrors = ShopFaultGroup(
        "A word is mistyped",
        [
            ShopFault("退钱 as 退线", "退款, 退钱, 退货", to: "退款, 退线, 退货"),
            ShopFault("几点关门 as 几点闭门", "几点关门, 营业到几点", to: "几点闭门, 营业到几点"),
            ShopFault("人工 as 入工", "[人工, 客服, 真人]", to: "[入工, 客服, 真人]"),
            ShopFault("退款到哪了 as 退款到那了", "退款到哪了", to: "退款到那了"),
            ShopFault("有人吗 as 有人嘛", "有人吗", to: "有人嘛"),
            ShopFault("hello as helo", "hi, hello", to: "hi, helo"),
            ShopFault("春节活动 as 春节话动", "match: [春节活动", to: "match: [春节话动"),
            ShopFault("不想 as 不响, in the exceptions", "不用, 不想", to: "不用, 不响"),
            ShopFault("a Chinese comma joins two words", "退款进度, 退款到哪了", to: "退款进度，退款到哪了"),
            ShopFault("、 joins three words", "[人工, 客服, 真人]", to: "[人工、客服、真人]"),
        ]
    )

    private static let tooGeneral = ShopFaultGroup(
        "A rule takes too much",
        [
            ShopFault("几点 for three longer words", "any: [几点开门, 几点关门, 营业到几点]", to: "any: [几点开门, 几点]"),
            ShopFault("人 among the words for a person", "[人工, 客服, 真人]", to: "[人工, 客服, 真人, 人]"),
            ShopFault("退款 for 退款进度", "match: [退款进度, 退款到哪了]", to: "match: [退款, 退款进度, 退款到哪了]"),
            ShopFault("any for exact, at a number", "exact: [1, 营业时间]", to: "any: [1, 营业时间]"),
            ShopFault("any for exact, at another number", "exact: [2, 查快递]", to: "any: [2, 查快递]"),
            ShopFault("any for exact, at the number for a person", "exact: [3]", to: "any: [3]"),
            ShopFault("any for exact, at greetings", "{exact: [$问候]}", to: "{any: [$问候]}"),
            ShopFault("any for all", "all: [钱, 退]", to: "any: [钱, 退]"),
            ShopFault("one of two words of all is deleted", "all: [钱, 退]", to: "all: [钱]"),
            ShopFault("the menu key is deleted, so any click counts", "    menu: [NEW_BOOKS]\n", to: ""),
            ShopFault("prefix for exact", "exact: [2, 查快递]", to: "prefix: [2, 查快递]"),
        ]
    )

    private static let tooNarrow = ShopFaultGroup(
        "A rule takes too little",
        [
            ShopFault("all for any", "any: [退款, 退钱, 退货]", to: "all: [退款, 退钱, 退货]"),
            ShopFault("exact for any, at the hours", "any: [几点开门", to: "exact: [几点开门"),
            ShopFault("exact for any, at a person", "any: [人工", to: "exact: [人工"),
            ShopFault("exact for plain words", "[退款进度, 退款到哪了]", to: "{exact: [退款进度, 退款到哪了]}"),
            ShopFault("prefix for any", "any: [人工", to: "prefix: [人工"),
            ShopFault("a third word of all", "all: [钱, 退]", to: "all: [钱, 退, 快]"),
            ShopFault("a wrong menu key", "menu: [NEW_BOOKS]", to: "menu: [NEW_BOOK]"),
            ShopFault("a menu key in lower case", "menu: [NEW_BOOKS]", to: "menu: [new_books]"),
            ShopFault(
                "a rule waits for a question that is not its own",
                "match: [退款进度",
                to: "when: {asked: 快递单号}\n    match: [退款进度"
            ),
            ShopFault("only at the first contact", "match: [退款进度", to: "when: {first_contact: true}\n    match: [退款进度"),
        ]
    )

    private static let exceptions = ShopFaultGroup(
        "Exceptions (none)",
        [
            ShopFault("none is deleted from the first clause", "退货]\n        none: [$否定]", to: "退货]"),
            ShopFault("none is deleted from the second clause", "all: [钱, 退]\n        none: [$否定]", to: "all: [钱, 退]"),
            ShopFault("不要 is deleted from the set", "否定: [不要, 不用", to: "否定: [不用"),
            ShopFault("别 is deleted from the set", "不想, 别]", to: "不想]"),
            ShopFault("不 is added to the set", "不想, 别]", to: "不想, 别, 不]"),
            ShopFault("了 is added to a clause", "退货]\n        none: [$否定]", to: "退货]\n        none: [$否定, 了]"),
            ShopFault(
                "none is added: no person for those who ask for a number",
                "[人工, 客服, 真人]",
                to: "[人工, 客服, 真人]\n        none: [电话]"
            ),
            ShopFault(
                "none is added with the rule's own word",
                "退货]\n        none: [$否定]",
                to: "退货]\n        none: [$否定, 退货]"
            ),
            ShopFault("the set without its $", "退货]\n        none: [$否定]", to: "退货]\n        none: [否定]"),
        ]
    )

    private static let precedence = ShopFaultGroup(
        "Who wins",
        [
            ShopFault("the sign of a priority", "priority: 100", to: "priority: -100"),
            ShopFault("the priority of a person is deleted", "    priority: 100\n", to: ""),
            ShopFault("a priority out of range", "priority: 100", to: "priority: 10000"),
            ShopFault("refunds before their progress", "    title: 退款\n", to: "    title: 退款\n    priority: 10\n"),
            ShopFault("refunds before a person", "    title: 退款\n", to: "    title: 退款\n    priority: 200\n"),
            ShopFault("hours behind all other rules", "    title: 营业时间\n", to: "    title: 营业时间\n    priority: -1\n"),
            ShopFault("numbers before words", "  - id: 查快递-直接带单号\n", to: "  - id: 查快递-直接带单号\n    priority: 5\n"),
            ShopFault("also, so the search goes on", "    title: 营业时间\n", to: "    title: 营业时间\n    also: true\n"),
            ShopFault(
                "a rule of one word in front takes it from another",
                "  # 5 ",
                to: "  - {id: 退钱, priority: 1, match: [退钱], reply: 三天内退到原卡。, examples: [退钱]}\n  # 5 "
            ),
            ShopFault("a copy of a word in an earlier rule", "any: [几点开门", to: "any: [真人, 几点开门"),
        ]
    )

    private static let stages = ShopFaultGroup(
        "Stages and testers",
        [
            ShopFault("a rule on trial goes live", "    stage: test\n", to: ""),
            ShopFault("test becomes shadow", "stage: test", to: "stage: shadow"),
            ShopFault("test becomes off", "stage: test", to: "stage: off"),
            ShopFault("a stage that does not exist", "stage: test", to: "stage: tset"),
            ShopFault("refunds are left in shadow", "    title: 退款\n", to: "    title: 退款\n    stage: shadow\n"),
            ShopFault("refunds are left off", "    title: 退款\n", to: "    title: 退款\n    stage: off\n"),
            ShopFault("the menu is left off", "    event: click\n", to: "    event: click\n    stage: off\n"),
            ShopFault("the welcome is left in test", "    event: follow\n", to: "    event: follow\n    stage: test\n"),
            ShopFault("the person is left in shadow", "    title: 转人工\n", to: "    title: 转人工\n    stage: shadow\n"),
            ShopFault("a digit of the tester", "2088000000000001", to: "2088000000000011"),
        ]
    )

    private static let replies = ShopFaultGroup(
        "Replies",
        [
            ShopFault("the reply of another rule", "reply: 请发退款单号给我们。", to: "reply: 请把快递单号发给我。"),
            ShopFault("13 days for 1-3 days", "退款一般 1-3 个", to: "退款一般 13 个"),
            ShopFault("the welcome offers 4, which nobody answers", "2 查快递", to: "4 查快递"),
            ShopFault("the welcome loses a line", "      3 转人工\n", to: ""),
            ShopFault("the fallback offers 4, which nobody answers", "回复 3 转人工", to: "回复 4 转人工"),
            ShopFault("the fallback loses its offer", "您的意思。回复 3 转人工。", to: "您的意思。"),
            ShopFault("a picture that does not exist", "new-books.png", to: "new-book.png"),
            ShopFault(
                "an address without the s of https",
                "url: https://example.com/new\n",
                to: "url: http://example.com/new\n"
            ),
            ShopFault(
                "an address of another page",
                "url: https://example.com/new\n",
                to: "url: https://example.com/old\n"
            ),
            ShopFault("the title of last week", "title: 本周新书", to: "title: 上周新书"),
            ShopFault("a button is lost", "          action: 去看看\n", to: ""),
            ShopFault("one of two greetings is lost", "      - 在的！请直接说您的问题。\n", to: ""),
            ShopFault("pick is lost", "    pick: random\n", to: ""),
            ShopFault("all for random", "pick: random", to: "pick: all"),
            ShopFault("rotate for random", "pick: random", to: "pick: rotate"),
            ShopFault("a line break that is sent as \\n", "退回。查进度", to: "退回。\\n查进度"),
        ]
    )

    private static let templates = ShopFaultGroup(
        "Variables",
        [
            ShopFault("the hours of another schedule", "今天{{schedule.营业时间.today}}", to: "今天{{schedule.夜间.today}}"),
            ShopFault("the hours written out", "今天{{schedule.营业时间.today}}", to: "今天 09:00-18:00"),
            ShopFault("a variable that does not exist", "营业时间.today", to: "营业时间.tody"),
            ShopFault("one brace for two", "今天{{schedule.营业时间.today}}", to: "今天{schedule.营业时间.today}"),
            ShopFault("today for the next opening", "营业时间.next_open", to: "营业时间.today"),
            ShopFault("the number is lost from a link", "/t/{{单号|url}}\"\n    examples", to: "/t/\"\n    examples"),
            ShopFault("a capture is renamed", "(?<单号>[a-z]{0,2}\\d{8,15})'", to: "(?<号码>[a-z]{0,2}\\d{8,15})'"),
            ShopFault("another capture is renamed", "'^(?<单号>", to: "'^(?<快递单号>"),
        ]
    )

    private static let hours = ShopFaultGroup(
        "Hours and days",
        [
            ShopFault(
                "closed an hour too early",
                "mon-fri, hours: \"09:00-18:00\"",
                to: "mon-fri, hours: \"09:00-17:00\""
            ),
            ShopFault("no Friday", "days: mon-fri", to: "days: mon-thu"),
            ShopFault("no Saturday", "      - {days: sat, hours: \"10:00-17:00\"}\n", to: ""),
            ShopFault("Saturday's hours the wrong way round", "10:00-17:00", to: "17:00-10:00"),
            ShopFault("Sunday for Saturday", "days: sat", to: "days: sun"),
            ShopFault("this year's holidays are lost", "\"2026-02-16..2026-02-22\", ", to: ""),
            ShopFault("holidays of last year", "2026-02-16..2026-02-22", to: "2025-02-16..2025-02-22"),
            ShopFault("holidays that end before they begin", "2026-02-16..2026-02-22", to: "2026-02-22..2026-02-16"),
            ShopFault("next year's holidays end a day early", "2027-02-05..2027-02-11", to: "2027-02-05..2027-02-10"),
            ShopFault("the wrong extra working day", "date: \"2026-02-15\"", to: "date: \"2026-02-14\""),
            ShopFault("a day that does not exist", "date: \"2026-02-15\"", to: "date: \"2026-02-30\""),
            ShopFault("the night as the day", "22:00-06:00", to: "06:00-22:00"),
            ShopFault("the night ends at midnight", "22:00-06:00", to: "22:00-24:00"),
            ShopFault("another time zone", "Asia/Shanghai", to: "Asia/Tokyo"),
            ShopFault("not_schedule for schedule", "when: {schedule: 营业时间}", to: "when: {not_schedule: 营业时间}"),
            ShopFault("another schedule", "when: {schedule: 营业时间}", to: "when: {schedule: 夜间}"),
            ShopFault("schedule for not_schedule", "when: {not_schedule: 夜间}", to: "when: {schedule: 夜间}"),
            ShopFault("the night counts too", "    when: {not_schedule: 夜间}\n", to: ""),
            ShopFault("a schedule that does not exist", "when: {schedule: 营业时间}", to: "when: {schedule: 上班时间}"),
        ]
    )

    private static let handoffs = ShopFaultGroup(
        "Hand-offs",
        [
            ShopFault("the hand-off is lost", "        handoff: {for: 30m, notify: 客服群}\n", to: ""),
            ShopFault("seconds for minutes", "handoff: {for: 30m", to: "handoff: {for: 30s"),
            ShopFault("ten times as long", "handoff: {for: 30m", to: "handoff: {for: 300m"),
            ShopFault("hours for minutes", "handoff: {for: 30m", to: "handoff: {for: 30h"),
            ShopFault("another group is called", "notify: 客服群", to: "notify: 仓库群"),
            ShopFault("nobody is called", "{for: 30m, notify: 客服群}", to: "{for: 30m}"),
            ShopFault("a hand-off after hours", "急事请留言。\n", to: "急事请留言。\n        handoff: {for: 30m}\n"),
            ShopFault("the cases in the other order", personCases, to: personCasesReversed),
            ShopFault(
                "refunds answer during a hand-off",
                "    title: 退款\n",
                to: "    title: 退款\n    during_handoff: true\n"
            ),
            ShopFault(
                "a cap below the hand-off",
                "reserve_for_handoff: 10\n",
                to: "reserve_for_handoff: 10\n  handoff_cap: 5m\n"
            ),
            ShopFault(
                "a word of rules ends the hand-off",
                "reserve_for_handoff: 10\n",
                to: "reserve_for_handoff: 10\n  resume_words: [退款]\n"
            ),
        ]
    )

    private static let personCases = """
              - when: {schedule: 营业时间}
                reply: 正在为您转接人工，请稍候。
                handoff: {for: 30m, notify: 客服群}
              - reply: 客服已下班，下次上班时间 {{schedule.营业时间.next_open}}。急事请留言。
        """
    private static let personCasesReversed = """
              - reply: 客服已下班，下次上班时间 {{schedule.营业时间.next_open}}。急事请留言。
              - when: {schedule: 营业时间}
                reply: 正在为您转接人工，请稍候。
                handoff: {for: 30m, notify: 客服群}
        """

    private static let questions = ShopFaultGroup(
        "Questions",
        [
            ShopFault("the slot is renamed where it is asked", "{slot: 快递单号", to: "{slot: 快递号"),
            ShopFault("the slot is renamed where it is answered", "{asked: 快递单号}", to: "{asked: 单号}"),
            ShopFault("the question is lost", "    ask: {slot: 快递单号, for: 30m}\n", to: ""),
            ShopFault("a tenth of the time", "快递单号, for: 30m", to: "快递单号, for: 3m"),
            ShopFault("hours for minutes", "快递单号, for: 30m", to: "快递单号, for: 30h"),
            ShopFault("the answer counts without its question", "    when: {asked: 快递单号}\n", to: ""),
            ShopFault("a cooldown at the question", "    ask: {slot", to: "    cooldown: 2h\n    ask: {slot"),
        ]
    )

    private static let cooldowns = ShopFaultGroup(
        "Cooldowns",
        [
            ShopFault("hours for minutes", "cooldown: 10m", to: "cooldown: 10h"),
            ShopFault("no unit", "cooldown: 10m", to: "cooldown: 10"),
            ShopFault("the cooldown of greetings is lost", "    cooldown: 10m\n", to: ""),
            ShopFault(
                "a cooling greeting goes on to the fallback",
                "cooldown: 10m",
                to: "cooldown: 10m\n    while_cooling: next"
            ),
            ShopFault("seconds for minutes, at the fallback", "cooldown: 60m", to: "cooldown: 60s"),
            ShopFault("hours for minutes, at the fallback", "cooldown: 60m", to: "cooldown: 60h"),
            ShopFault("the cooldown of the fallback is lost", "  cooldown: 60m\n", to: ""),
            ShopFault("a cooldown where there was none", "    title: 退款\n", to: "    title: 退款\n    cooldown: 1d\n"),
        ]
    )

    private static let patterns = ShopFaultGroup(
        "Regular expressions",
        [
            ShopFault("longer numbers only", "\\d{8,15})'", to: "\\d{13,15})'"),
            ShopFault("shorter numbers too", "\\d{8,15})'", to: "\\d{4,15})'"),
            ShopFault("long numbers are cut", "\\d{8,15})'", to: "\\d{8,12})'"),
            ShopFault("the end of the message is lost", "\\d{8,15})$'", to: "\\d{8,15})'"),
            ShopFault("the beginning of the message is lost", "'^(?<单号>", to: "'(?<单号>"),
            ShopFault("an alternative is lost", "快递|物流|单号", to: "快递|单号"),
            ShopFault("+ for *", "[:\\s]*", to: "[:\\s]+"),
            ShopFault("the words become optional", "(?:快递|物流|单号)", to: "(?:快递|物流|单号)?"),
            ShopFault("brackets for a group", "(?:快递|物流|单号)", to: "[快递|物流|单号]"),
            ShopFault("capitals, which never match", "[a-z]{0,2}\\d{8,15})'", to: "[A-Z]{1,2}\\d{8,15})'"),
            ShopFault("a full-width colon, which never comes", "[:\\s]*", to: "：\\s*"),
            ShopFault("/d for \\d", "\\d{8,15})$'", to: "/d{8,15})$'"),
            ShopFault("a bracket is not closed", "\\d{8,15})$'", to: "\\d{8,15}$'"),
            ShopFault("a look-ahead", "'^(?<单号>", to: "'^(?=[a-z])(?<单号>"),
        ]
    )

    private static let writing = ShopFaultGroup(
        "YAML and names",
        [
            ShopFault("a full-width colon", "reply: 请发退款单号给我们。", to: "reply：请发退款单号给我们。"),
            ShopFault("a full-width bracket", "[退款进度, 退款到哪了]", to: "［退款进度, 退款到哪了］"),
            ShopFault("a bracket is not closed", "[人工, 客服, 真人]", to: "[人工, 客服, 真人"),
            ShopFault("a line is indented by one space less", "    title: 退款进度", to: "   title: 退款进度"),
            ShopFault("a key is mistyped", "match: [退款进度", to: "macth: [退款进度"),
            ShopFault("another key is mistyped", "退货]\n        none: [$否定]", to: "退货]\n        non: [$否定]"),
            ShopFault("a list without its brackets", "match: [退款进度, 退款到哪了]", to: "match: 退款进度, 退款到哪了"),
            ShopFault("a merge conflict", "  - id: 转人工\n", to: "<<<<<<< HEAD\n  - id: 转人工\n"),
            ShopFault("a key twice", "    title: 转人工\n", to: "    title: 转人工\n    title: 人工\n"),
            ShopFault("an id twice", "id: 退款进度", to: "id: 退款"),
            ShopFault("an id is renamed", "- id: 转人工", to: "- id: 人工"),
            ShopFault("a set without its $", "[$问候]", to: "[问候]"),
            ShopFault("a set that does not exist", "[$问候]", to: "[$问侯]"),
            ShopFault("another set", "[$问候]", to: "[$否定]"),
            ShopFault("no version", "version: 1\n", to: ""),
        ]
    )

    private static let wholeRules = ShopFaultGroup(
        "Whole rules",
        [
            ShopFault("a rule is deleted", progress, to: ""),
            ShopFault("the fallback is deleted", fallback, to: ""),
            ShopFault("enter for follow", "event: follow", to: "event: enter"),
            ShopFault("a rule for images takes words", "event: click", to: "event: image"),
            ShopFault(
                "a rule before all others takes any text",
                "rules:\n",
                to: "rules:\n  - {id: 收集, priority: 500, match: {regex: '.'}, reply: 收到。, examples: [嗯]}\n"
            ),
        ]
    )

    private static let progress = """
          - id: 退款进度
            title: 退款进度
            match: [退款进度, 退款到哪了]
            reply: 请发退款单号给我们。
            examples: [查一下退款进度]

        """
    private static let fallback = """
        fallback:
          cooldown: 60m
          suggest: 3
          reply: 没太明白您的意思。回复 3 转人工。

        """

    private static let settings = ShopFaultGroup(
        "Limits",
        [
            ShopFault("a fifth of the messages of a day", "daily_per_user: 100", to: "daily_per_user: 20"),
            ShopFault("fewer messages than are reserved", "daily_per_user: 100", to: "daily_per_user: 10"),
            ShopFault(
                "almost all messages are for hand-offs",
                "reserve_for_handoff: 10\n",
                to: "reserve_for_handoff: 90\n"
            ),
            ShopFault("no message is for hand-offs", "reserve_for_handoff: 10\n", to: "reserve_for_handoff: 0\n"),
            ShopFault(
                "one answer a minute",
                "reserve_for_handoff: 10\n",
                to: "reserve_for_handoff: 10\n  per_minute: 1\n"
            ),
            ShopFault(
                "no limit of pace",
                "reserve_for_handoff: 10\n",
                to: "reserve_for_handoff: 10\n  per_minute: 0\n"
            ),
            ShopFault("30 messages for an event", "messages_per_event: 3 ", to: "messages_per_event: 30 "),
        ]
    )

    private static let suggestions = ShopFaultGroup(
        "Suggestions",
        [
            ShopFault("a title that its rule does not answer", "title: 营业时间", to: "title: 上班时间"),
            ShopFault("the title of an earlier rule", "title: 退款进度", to: "title: 退款"),
            ShopFault("a title is deleted", "    title: 营业时间\n", to: ""),
            ShopFault("no suggestions", "  suggest: 3\n", to: ""),
            ShopFault("one suggestion for three", "suggest: 3", to: "suggest: 1"),
        ]
    )
}
