internal import OperatorText
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
                h("label", .init("for", "language-\(id.rawValue)")) { h("bdi", .init("lang", tag), .class("name")) { name } }
            }
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
                    ) { h("title") { "\(day.name): \(kind.phrase.chinese) / \(kind.phrase.english) \(day.counts[kind])" } }
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

    /// The lines that differ, by number, on either side.
    static func changes(_ old: RuleExcerpt?, _ new: RuleExcerpt?) -> (old: Set<Int>, new: Set<Int>) {
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
    static func side(_ excerpt: RuleExcerpt?, changed: Set<Int>, isNew: Bool) -> HTML {
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
