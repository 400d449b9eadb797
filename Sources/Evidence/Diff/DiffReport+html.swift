package import OperatorText
internal import RuleEngine
internal import TypedHTML

extension DiffReport {
    /// The report as one page without script, which holds both languages; `language` is the one that it opens with.
    package func html(_ language: OperatorLanguage) -> String {
        let title = LocalizedText("规则变化报告", "What the change of rules does")
        let head = fragment {
            h("meta", .init("charset", "utf-8"))
            h("meta", .init("name", "viewport"), .init("content", "width=device-width, initial-scale=1"))
            h("meta", .init("name", "color-scheme"), .init("content", "light dark"))
            h("title") { "\(title[language]) · \(ForeignText.oneLine(old.name)) → \(ForeignText.oneLine(new.name))" }
            DiffPage.sheet
        }
        let body = fragment {
            h("header") {
                DiffPage.languages(language)
                h("h1") { both(title) }
                h("p", .class("sides")) {
                    h("code") { ForeignText.oneLine(old.name) }
                    h("span", .class("arrow")) { " → " }
                    h("code") { ForeignText.oneLine(new.name) }
                }
                h("p", .class("muted")) {
                    ForeignText.oneLine(events)
                    if let span = result.span { " · \(time(span.lowerBound)) – \(time(span.upperBound))" }
                }
            }
            h("main") {
                summary
                gatesSection
                changesSection
                daysSection
                rulesSection
                notes
            }
            h("footer") { h("p") { h("code") { machineLine } } }
        }
        return HTML.page(language: language == .chinese ? "zh-CN" : "en", head: head, body: body)
    }

    private func both(_ text: LocalizedText) -> HTML { DiffPage.both(text) }
}

// The parts of the page.
extension DiffReport {
    private var summary: HTML {
        let counts = result.counts
        return h("section", .init("aria-labelledby", "summary")) {
            h("h2", .id("summary")) { both(LocalizedText("一眼看清", "At a glance")) }
            h("dl", .class("tiles")) {
                tile(LocalizedText("事件", "events"), "\(counts.total)", both(followers(result.followers)))
                tile(LocalizedText("有变化", "different"), "\(counts.different)", HTML(share(counts.different)))
                tile(LocalizedText("失去回复", "lost"), "\(counts[.lost])", HTML(share(counts[.lost])))
                tile(LocalizedText("新增回复", "gained"), "\(counts[.gained])", HTML(share(counts[.gained])))
                tile(LocalizedText("无法判定", "unknown"), "\(counts.unknown)", HTML(share(counts.unknown)))
            }
            if counts.different > 0 {
                DiffPage.stack(
                    ChangeKind.allCases.sorted().filter { counts[$0] > 0 }
                        .map { DiffPage.Part(name: $0.phrase, style: "k-\($0.rawValue)", count: counts[$0]) },
                    title: LocalizedText("变化的种类", "kinds of change"),
                    hasLegend: true
                )
            }
            h("p") { both(messages) }
        }
    }

    private func tile(_ name: LocalizedText, _ number: String, _ detail: HTML) -> HTML {
        h("div") {
            h("dt") { both(name) }
            h("dd") { number }
            h("dd", .class("muted")) { detail }
        }
    }

    private var gatesSection: HTML {
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

    private var changesSection: HTML {
        h("section", .init("aria-labelledby", "changes")) {
            h("h2", .id("changes")) {
                both(LocalizedText("变了什么，用户接着做了什么", "What changes, and what the followers did next"))
            }
            if pairs.isEmpty {
                h("p") { both(LocalizedText("没有变化。", "Nothing changes.")) }
            } else {
                h("p", .class("muted")) {
                    both(
                        LocalizedText(
                            "“接着”看的是旧回复之后十分钟内：又问、找人工、碰到兜底，说明旧回复没有帮上忙。",
                            "“Next” looks at the ten minutes after the old answer: who asked again, asked for a person or met"
                                + " the fallback was not helped by it."
                        )
                    )
                }
                for pair in pairs { article(pair) }
            }
        }
    }

    private func article(_ pair: PairResult) -> HTML {
        h("article") {
            h("h3") {
                h("span", .class("chip k-\(pair.pair.kind.rawValue)")) { both(pair.pair.kind.phrase) }
                " "
                both(pair.pair.old.phrase)
                h("span", .class("arrow")) { " → " }
                both(pair.pair.new.phrase)
            }
            h("p", .class("numbers")) {
                h("strong") { "\(pair.events)" }
                " "
                both(LocalizedText("个事件", pair.events == 1 ? "event" : "events"))
                " · "
                both(followers(pair.followers))
                " · \(share(pair.events))"
            }
            DiffPage.stack(
                pair.followUps.parts.filter { $0.count > 0 }
                    .map { DiffPage.Part(name: $0.phrase, style: "s-\($0.code)", count: $0.count) },
                title: LocalizedText("用户接着", "next"),
                hasLegend: true
            )
            if view.samples > 0, !pair.samples.isEmpty { samplesTable(pair) }
        }
    }

    private func samplesTable(_ pair: PairResult) -> HTML {
        h("div", .class("scroll"), .init("tabindex", "0"), .init("role", "group"), .init("aria-label", "例子 / samples"))
        {
            h("table") {
                h("thead") {
                    h("tr") {
                        h("th", .init("scope", "col")) { both(LocalizedText("用户写的", "message")) }
                        h("th", .init("scope", "col"), .class("number")) { both(LocalizedText("次数", "times")) }
                        h("th", .init("scope", "col")) { both(LocalizedText("旧回复", "old answer")) }
                        h("th", .init("scope", "col")) { both(LocalizedText("新回复", "new answer")) }
                    }
                }
                h("tbody") {
                    for sample in pair.samples.prefix(view.samples) {
                        h("tr") {
                            h("td") { ForeignText.oneLine(sample.text, limit: 80) }
                            h("td", .class("number")) { "\(sample.events)" }
                            h("td") { answer(sample.old) }
                            h("td") { answer(sample.new) }
                        }
                    }
                }
            }
        }
    }

    private func answer(_ messages: [OutgoingMessage]) -> HTML {
        if messages.isEmpty { return h("span", .class("muted")) { both(LocalizedText("（不回复）", "(nothing)")) } }
        return fragment {
            for message in messages { h("p") { ForeignText.oneLine(message.plainText, limit: 160) } }
        }
    }

    private var daysSection: HTML {
        guard days.count > 1 else { return HTML() }
        return h("section", .init("aria-labelledby", "days")) {
            h("h2", .id("days")) { both(LocalizedText("每天有多少变化", "Changes by day")) }
            DiffPage.columns(days)
            if view.grouping == .user, !users.isEmpty {
                h("h3") { both(LocalizedText("变化最多的用户", "Followers with the most changes")) }
                h("ol") {
                    for user in users.prefix(Self.userLimit) { h("li") { "\(user.name): \(user.counts.different)" } }
                }
            }
        }
    }

    /// The most rules whose texts the page shows.
    private static let ruleLimit = 20

    private var rulesSection: HTML {
        var ids: [String] = []
        for rule in pairs.flatMap({ [$0.pair.old.rule, $0.pair.new.rule] }).compactMap(\.self) where !ids.contains(rule)
        {
            ids.append(rule)
        }
        let texts = ids.prefix(Self.ruleLimit)
            .map { (id: $0, old: RuleExcerpt($0, in: old), new: RuleExcerpt($0, in: new)) }
            .filter { $0.old != nil || $0.new != nil }
        guard !texts.isEmpty else { return HTML() }
        return h("section", .init("aria-labelledby", "rules")) {
            h("h2", .id("rules")) { both(LocalizedText("规则原文", "The rules")) }
            for text in texts {
                h("h3") { both(AnswerName(rule: text.id).phrase) }
                if text.old?.lines == text.new?.lines {
                    h("p", .class("muted")) { both(LocalizedText("两边相同", "the same on both sides")) }
                    DiffPage.side(text.new, changed: [], isNew: true)
                } else {
                    h("div", .class("pair")) {
                        DiffPage.side(text.old, changed: DiffPage.changes(text.old, text.new).old, isNew: false)
                        DiffPage.side(text.new, changed: DiffPage.changes(text.old, text.new).new, isNew: true)
                    }
                }
            }
        }
    }

    private var notes: HTML {
        guard let doubts else { return HTML() }
        return h("section", .init("aria-labelledby", "notes")) {
            h("h2", .id("notes")) { both(LocalizedText("说明", "Notes")) }
            h("p") { both(doubts) }
        }
    }
}

extension AnswerName {
    /// The rule with that id, or the fallback.
    fileprivate init(rule id: String) {
        self = id == Fallback.id ? .fallback : .rule(id)
    }
}
