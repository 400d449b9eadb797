package import OperatorText
internal import RuleEngine
internal import TypedHTML

extension ProofReport {
    /// The most kinds that the page shows.
    private static let pageLimit = 200

    /// The proof alone as one page without script, which holds both languages; `language` is the one that it opens with.
    package func html(_ language: OperatorLanguage) -> String {
        DiffPage.page(
            title: LocalizedText("规则变化的证明", "What the change of rules can do"),
            old: old,
            new: new,
            detail: HTML(),
            language: language
        ) {
            section
            DiffPage.gates(verdicts)
            DiffPage.rules(ruleIDs, old: old, new: new)
        } footer: {
            machineLine
        }
    }

    /// The section of a page.
    var section: HTML {
        h("section", .init("aria-labelledby", "proof")) {
            h("h2", .id("proof")) { DiffPage.both(Self.title) }
            h("p") { h("strong") { DiffPage.both(result.closing()) } }
            if !changes.isEmpty { table }
            if changes.count > Self.pageLimit { h("p") { DiffPage.both(more(changes.count - Self.pageLimit)) } }
            if !settings.isEmpty { h("ul") { for setting in settings { h("li") { DiffPage.both(setting) } } } }
        }
    }

    private var table: HTML {
        let titles = [
            LocalizedText("变化", "change"), LocalizedText("旧 → 新", "old → new"),
            LocalizedText("最短的消息", "shortest message"), LocalizedText("旧回复", "old answer"),
            LocalizedText("新回复", "new answer"),
        ]
        return h(
            "div",
            .class("scroll"),
            .init("tabindex", "0"),
            .init("role", "group"),
            .init("aria-label", "证明 / proof")
        ) {
            h("table") {
                h("thead") {
                    h("tr") { for title in titles { h("th", .init("scope", "col")) { DiffPage.both(title) } } }
                }
                h("tbody") { for change in changes.prefix(Self.pageLimit) { row(change) } }
            }
        }
    }

    private func row(_ change: Change) -> HTML {
        h("tr") {
            h("td") { h("span", .class("chip k-\(change.code)")) { DiffPage.both(change.phrase) } }
            h("td") {
                DiffPage.both(change.proved.old.phrase)
                h("span", .class("arrow")) { " → " }
                DiffPage.both(change.proved.new.phrase)
            }
            h("td") { DiffPage.both(change.example) }
            h("td") { if let witness = change.proved.witness { DiffPage.answer(witness.old.messages) } else { "–" } }
            h("td") { if let witness = change.proved.witness { DiffPage.answer(witness.new.messages) } else { "–" } }
        }
    }
}
