internal import OperatorText
internal import RuleEngine
internal import TypedHTML

/// The pieces of which the page of a diff is made.
enum DiffPage {
    /// A part of a bar.
    struct Part {
        let name: LocalizedText
        /// The class that gives the colour.
        let style: String
        let count: Int
    }

    /// A whole page about two rule sets; `detail` stands below their names.
    static func page(
        title: LocalizedText,
        old: DiffSide,
        new: DiffSide,
        detail: HTML,
        language: OperatorLanguage,
        @HTMLBuilder main: () -> HTML,
        footer: () -> String
    ) -> String {
        let head = fragment {
            h("meta", .init("charset", "utf-8"))
            h("meta", .init("name", "viewport"), .init("content", "width=device-width, initial-scale=1"))
            h("meta", .init("name", "color-scheme"), .init("content", "light dark"))
            h("title") { "\(title[language]) · \(ForeignText.oneLine(old.name)) → \(ForeignText.oneLine(new.name))" }
            sheet
        }
        let body = fragment {
            h("header") {
                languages(language)
                h("h1") { both(title) }
                h("p", .class("sides")) {
                    h("code") { ForeignText.oneLine(old.name) }
                    h("span", .class("arrow")) { " → " }
                    h("code") { ForeignText.oneLine(new.name) }
                }
                if detail != HTML() { h("p", .class("muted")) { detail } }
            }
            h("main") { main() }
            h("footer") { h("p") { h("code") { footer() } } }
        }
        return HTML.page(language: language == .chinese ? "zh-CN" : "en", head: head, body: body)
    }

    /// A text in both languages, of which the style sheet shows one.
    static func both(_ text: LocalizedText) -> HTML {
        if text.chinese == text.english { return HTML(text.chinese) }
        return fragment {
            h("span", .init("lang", "zh-CN")) { text.chinese }
            h("span", .init("lang", "en")) { text.english }
        }
    }

    /// The choice between the languages; `body:has(…)` in the style sheet follows it, without a script.
    static func languages(_ language: OperatorLanguage) -> HTML {
        h("fieldset", .class("languages")) {
            h("legend") { "语言 / Language" }
            for (id, name, tag) in [(OperatorLanguage.chinese, "中文", "zh-CN"), (.english, "English", "en")] {
                h(
                    "input",
                    .init("type", "radio"),
                    .init("name", "language"),
                    .id("language-\(id.rawValue)"),
                    .flag("checked", if: id == language)
                )
                h("label", .init("for", "language-\(id.rawValue)")) {
                    h("bdi", .init("lang", tag), .class("name")) { name }
                }
            }
        }
    }

    /// The outcome of each gate; nothing where there is none.
    static func gates(_ verdicts: [GateVerdict]) -> HTML {
        guard !verdicts.isEmpty else { return HTML() }
        return h("section", .init("aria-labelledby", "gates")) {
            h("h2", .id("gates")) { both(LocalizedText("关卡", "Gates")) }
            h("ul", .class("gates")) {
                for verdict in verdicts {
                    h("li", .class(verdict.isPassed ? "passed" : "failed")) {
                        h("strong") {
                            both(verdict.isPassed ? LocalizedText("通过", "passed") : LocalizedText("未通过", "failed"))
                        }
                        " "
                        h("code") { verdict.name }
                        " "
                        both(verdict.detail)
                    }
                }
            }
        }
    }

    /// The messages of an answer.
    static func answer(_ messages: [OutgoingMessage]) -> HTML {
        if messages.isEmpty { return h("span", .class("muted")) { both(LocalizedText("（不回复）", "(nothing)")) } }
        return fragment {
            for message in messages { h("p") { ForeignText.oneLine(message.plainText, limit: 160) } }
        }
    }

    /// One bar of parts, with what they are below it.
    static func stack(_ parts: [Part], title: LocalizedText, hasLegend: Bool) -> HTML {
        let total = parts.reduce(0) { $0 + $1.count }
        guard total > 0 else { return HTML() }
        let words: (OperatorLanguage) -> String = { language in
            "\(title[language]): " + parts.map { "\($0.name[language]) \($0.count)" }.joined(separator: ", ")
        }
        var (x, bars) = (0.0, HTML())
        for part in parts {
            let width = Double(part.count) * 1_000 / Double(total)
            bars.append(
                h(
                    "rect",
                    .class(part.style),
                    .init("x", x),
                    .init("y", 0.0),
                    .init("width", max(0, width - 2)),
                    .init("height", 14.0)
                )
            )
            x += width
        }
        return h("figure") {
            h(
                "svg",
                .init("viewBox", "0 0 1000 14"),
                .init("role", "img"),
                .init("preserveAspectRatio", "none"),
                .class("stack")
            ) {
                h("title") { "\(words(.chinese)) / \(words(.english))" }
                bars
            }
            if hasLegend {
                h("figcaption") {
                    h("ul", .class("legend")) {
                        for part in parts {
                            h("li") {
                                h("span", .class("dot \(part.style)"), .init("aria-hidden", "true"))
                                both(part.name)
                                " "
                                h("strong") { "\(part.count)" }
                                " "
                                h("span", .class("muted")) { "\((part.count * 200 / total + 1) / 2)%" }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The most days that the chart shows.
    private static let dayLimit = 62

    /// A column for each day, of the kinds of change.
    static func columns(_ days: [DiffReport.Group]) -> HTML {
        let shown = days.suffix(dayLimit)
        let most = max(1, shown.map(\.counts.different).max() ?? 1)
        let step = 1_000 / Double(max(shown.count, 1))
        var columns = HTML()
        for (index, day) in shown.enumerated() {
            var y = 150.0
            for kind in ChangeKind.allCases.sorted().reversed() where day.counts[kind] > 0 {
                let height = Double(day.counts[kind]) * 130 / Double(most)
                y -= height
                columns.append(
                    h(
                        "rect",
                        .class("k-\(kind.rawValue)"),
                        .init("x", Double(index) * step + step * 0.12),
                        .init("y", y),
                        .init("width", min(step * 0.76, 60)),
                        .init("height", height)
                    ) {
                        h("title") {
                            "\(day.name): \(kind.phrase.chinese) / \(kind.phrase.english) \(day.counts[kind])"
                        }
                    }
                )
            }
        }
        let list = shown.map { "\($0.name): \($0.counts.different)" }.joined(separator: ", ")
        return h("figure") {
            h("svg", .init("viewBox", "0 0 1000 152"), .init("role", "img"), .class("days")) {
                h("title") { "每天的变化 / changes by day: \(list)" }
                columns
                h(
                    "line",
                    .class("axis"),
                    .init("x1", 0.0),
                    .init("x2", 1_000.0),
                    .init("y1", 150.5),
                    .init("y2", 150.5)
                )
            }
            h("figcaption", .class("ends")) {
                h("span") { shown.first?.name ?? "" }
                h("span") {
                    both(LocalizedText("最多的一天 \(most) 个", "at most \(most) in a day"))
                }
                h("span") { shown.last?.name ?? "" }
            }
        }
    }

    /// The most rules whose texts the page shows.
    private static let ruleLimit = 20

    /// The texts of some rules, or of the fallback, side by side.
    static func rules(_ ids: [String], old: DiffSide, new: DiffSide) -> HTML {
        let texts = ids.prefix(ruleLimit)
            .map { (id: $0, old: RuleExcerpt($0, in: old), new: RuleExcerpt($0, in: new)) }
            .filter { $0.old != nil || $0.new != nil }
        guard !texts.isEmpty else { return HTML() }
        return h("section", .init("aria-labelledby", "rules")) {
            h("h2", .id("rules")) { both(LocalizedText("规则原文", "The rules")) }
            for text in texts {
                h("h3") { both((text.id == Fallback.id ? AnswerName.fallback : .rule(text.id)).phrase) }
                if text.old?.lines == text.new?.lines {
                    h("p", .class("muted")) { both(LocalizedText("两边相同", "the same on both sides")) }
                    side(text.new, changed: [], isNew: true)
                } else {
                    h("div", .class("pair")) {
                        side(text.old, changed: changes(text.old, text.new).old, isNew: false)
                        side(text.new, changed: changes(text.old, text.new).new, isNew: true)
                    }
                }
            }
        }
    }

    /// The lines that differ, by number, on either side.
    private static func changes(_ old: RuleExcerpt?, _ new: RuleExcerpt?) -> (old: Set<Int>, new: Set<Int>) {
        let difference = (new?.lines ?? []).difference(from: old?.lines ?? [])
        let numbers: ([CollectionDifference<String>.Change]) -> Set<Int> = { changes in
            Set(
                changes.map { change in
                    switch change {
                    case .insert(let offset, _, _), .remove(let offset, _, _): offset
                    }
                }
            )
        }
        return (numbers(difference.removals), numbers(difference.insertions))
    }

    /// A rule's text on one side, its changed lines marked.
    private static func side(_ excerpt: RuleExcerpt?, changed: Set<Int>, isNew: Bool) -> HTML {
        h("div", .class("side")) {
            h("p", .class("muted")) {
                both(isNew ? LocalizedText("新", "new") : LocalizedText("旧", "old"))
                if let excerpt { " · \(ForeignText.oneLine(excerpt.place))" }
            }
            if let excerpt {
                h("pre", .init("tabindex", "0")) {
                    for (index, line) in excerpt.lines.enumerated() {
                        if !changed.contains(index) {
                            line + "\n"
                        } else if isNew {
                            h("ins") { line + "\n" }
                        } else {
                            h("del") { line + "\n" }
                        }
                    }
                }
            } else {
                h("p") { both(LocalizedText("没有这条规则", "there is no such rule")) }
            }
        }
    }
}
