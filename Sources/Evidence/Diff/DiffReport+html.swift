package import OperatorText
internal import RuleEngine
internal import TypedHTML

extension DiffReport {
    /// The report as one page without script, which holds both languages; `language` is the one that it opens with.
    package func html(_ language: OperatorLanguage) -> String {
        DiffPage.page(
            title: LocalizedText("规则变化报告", "What the change of rules does"),
            old: old,
            new: new,
            detail: fragment {
                ForeignText.oneLine(events)
                if let span = result.span { " · \(time(span.lowerBound)) – \(time(span.upperBound))" }
            },
            language: language
        ) {
            summary
            DiffPage.gates(verdicts)
            changesSection
            if let proof { proof.section }
            daysSection
            DiffPage.rules(ruleIDs, old: old, new: new)
            notes
        } footer: {
            machineLine
        }
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
                both(LocalizedText("个事件", English.agreed(pair.events, one: "event", many: "events")))
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
                            h("td") { DiffPage.answer(sample.old) }
                            h("td") { DiffPage.answer(sample.new) }
                        }
                    }
                }
            }
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

    /// The rules of the changes, each once, those of the proof last.
    private var ruleIDs: [String] {
        var ids: [String] = []
        let own = pairs.flatMap { [$0.pair.old.rule, $0.pair.new.rule] }.compactMap(\.self)
        for id in own + (proof?.ruleIDs ?? []) where !ids.contains(id) { ids.append(id) }
        return ids
    }

    private var notes: HTML {
        guard let doubts else { return HTML() }
        return h("section", .init("aria-labelledby", "notes")) {
            h("h2", .id("notes")) { both(LocalizedText("说明", "Notes")) }
            h("p") { both(doubts) }
        }
    }
}
