import OperatorText
import RuleEngine

extension RuleTestReader {
    /// The scope, with the events, time and follower that a mapping gives.
    func narrowed(_ scope: RuleTestScope, by reader: MappingReader) -> RuleTestScope {
        var scope = scope
        if let say = reader["say"], let event = reader.key("event") {
            fields.refuse(
                event,
                code: "RB013",
                message: LocalizedText("“say” 和 “event” 只能写一个", "Only one of “say” and “event” can be given"),
                help: LocalizedText("分成两个测试", "Make two tests of it")
            )
            scope.events = messages(say)
        } else if let say = reader["say"] {
            scope.events = messages(say)
        } else if let event = reader["event"] {
            scope.events = self.event(event).map { [$0] } ?? []
        }
        if let time = reader["at"] { scope.time = self.time(time, after: scope.time) }
        if let user = reader["user"].flatMap({ fields.text($0, field: "user") }) { scope.user = user.text }
        return scope
    }

    private func messages(_ node: DocumentNode) -> [RuleEvent.Content] {
        // A message may be white space; only a list must not be empty.
        if let scalar = node.scalar { return [.text(scalar.text)] }
        return fields.items(node, field: "say")
            .compactMap { item in
                if let scalar = item.scalar { return .text(scalar.text) }
                return fields.text(item, field: "say").map { .text($0.text) }
            }
    }

    /// `follow`, `{click: KEY}`, `{enter: SCENE}` and so on.
    private func event(_ node: DocumentNode) -> RuleEvent.Content? {
        if let scalar = node.scalar { return plainEvent(scalar) }
        guard let reader = mapping(node, named: FieldReader.name("event"), keys: ["click", "enter", "follow"]) else {
            return nil
        }
        func value(_ key: String) -> String? { reader[key].flatMap { fields.text($0, field: key) }?.text }
        let written = ["click", "enter", "follow"].filter(reader.has)
        if written.isEmpty, node.mapping?.isEmpty == true {
            reader.reportMissing(LocalizedText("事件的种类", "the kind of event"), help: Self.eventHelp)
        } else if written.count > 1, let second = reader.key(written[1]) {
            fields.refuse(
                second,
                code: "RB013",
                message: LocalizedText("一次只能有一个事件", "There can be one event at a time"),
                help: Self.eventHelp
            )
        }
        if let menu = value("click") { return .click(menu: menu) }
        if let scene = value("enter") { return .enter(scene: scene) }
        if let scene = value("follow") { return .follow(scene: scene) }
        return nil
    }

    private static let eventHelp = LocalizedText(
        "写其中一个：{click: 菜单键} {enter: 场景} {follow: 场景}",
        "Write one of: {click: KEY} {enter: SCENE} {follow: SCENE}"
    )

    private func plainEvent(_ scalar: DocumentScalar) -> RuleEvent.Content? {
        switch scalar.text {
        case "image": return .image
        case "follow": return .follow(scene: nil)
        case "unfollow": return .unfollow
        case "enter": return .enter(scene: nil)
        case "unknown": return .unknown
        default:
            let nearest = fields.diagnostics.nearest(scalar.text, among: RuleEvent.Kind.allCases.map(\.rawValue))
            let meant = nearest.map { name in
                switch name {
                case "text": LocalizedText(verbatim: "")
                case "click": LocalizedText("是不是想写 {click: 菜单键}？", "Did you mean {click: KEY}? ")
                default: LocalizedText("是不是想写 \(name)？", "Did you mean \(name)? ")
                }
            }
            let list = "image follow unfollow enter unknown {click: KEY} {enter: SCENE} {follow: SCENE}"
            fields.refuse(
                scalar,
                code: "RB013",
                message: LocalizedText("“event” 不能是 “\(scalar.text)”", "“event” cannot be “\(scalar.text)”"),
                help: LocalizedText(
                    "\(meant?.chinese ?? "")可用：\(list)；文字消息写 say",
                    "\(meant?.english ?? "")There are: \(list); for a text write say"
                )
            )
            return nil
        }
    }

    /// `2026-02-10T10:00` on the account's clock, or `+10m` after the test's start.
    private func time(_ node: DocumentNode, after start: RuleTestTime?) -> RuleTestTime? {
        guard let scalar = fields.text(node, field: "at") else { return nil }
        if scalar.text.hasPrefix("+") {
            guard let start, let offset = RuleTestReader.offset(scalar.text) else { return refuseTime(scalar) }
            return RuleTestTime(start: start.start, offset: start.offset + offset)
        }
        guard let time = LocalTime(scalar.text) else { return refuseTime(scalar) }
        return RuleTestTime(start: time, offset: 0)
    }

    private func refuseTime(_ scalar: DocumentScalar) -> RuleTestTime? {
        fields.refuseForm(
            scalar,
            field: "at",
            kind: LocalizedText("时间", "a time"),
            help: LocalizedText(
                "写成 \"2026-02-10T10:00\"（账号时区），或测试开始之后的 +10m（测试自己要有开始时间）",
                "Write \"2026-02-10T10:00\" (the account's zone), or +10m after the start that the test has"
            )
        )
        return nil
    }

    private static func offset(_ text: String) -> Int? {
        text == "+0m" || text == "+0s" ? 0 : DurationText.seconds(String(text.unicodeScalars.dropFirst()))
    }
}
