package import OperatorText
import TypedHTML

extension ReportTables {
    /// The report as one page that needs nothing else: no script, no font, no picture from elsewhere.
    package func page(_ language: OperatorLanguage) -> String {
        let title = LocalizedText("自动回复报告", "Auto-reply report")[language]
        return HTML.page(
            language: language == .chinese ? "zh-CN" : "en",
            head: fragment {
                h("meta", .init("charset", "utf-8"))
                h("meta", .init("name", "viewport"), .init("content", "width=device-width, initial-scale=1"))
                h("title") { title }
                Self.sheet
            },
            body: fragment {
                h("main") {
                    h("h1") { title }
                    h("p") { headline[language] }
                    h("p", .class("note")) { basis[language] }
                    for table in tables {
                        section(table, language)
                        if table.id == "rules" { bars(language) }
                    }
                }
            }
        )
    }

    private func section(_ table: Table, _ language: OperatorLanguage) -> HTML {
        h("section") {
            h("h2", .id(table.id)) { table.title[language] }
            h(
                "div",
                .class("scroll"),
                .init("role", "region"),
                .init("tabindex", "0"),
                .init("aria-labelledby", table.id)
            ) {
                h("table") {
                    h("thead") {
                        h("tr") {
                            for (place, header) in table.headers.enumerated() {
                                if header.english.isEmpty {
                                    h("td")
                                } else {
                                    h("th", .init("scope", "col"), .class(place == 0 ? "name" : "figure")) {
                                        header[language]
                                    }
                                }
                            }
                        }
                    }
                    h("tbody") {
                        for row in table.rows {
                            h("tr") {
                                for (place, cell) in row.enumerated() {
                                    if place == 0 {
                                        h("th", .init("scope", "row"), .class("name")) { cell[language] }
                                    } else {
                                        h("td", .class("figure")) { cell[language] }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The follow-ups of each rule as a bar.
    private func bars(_ language: OperatorLanguage) -> HTML {
        let rules = report.present.rules.filter { figures in FollowUp.allCases.contains { figures.followUps[$0] > 0 } }
            .prefix(20)
        let title = LocalizedText("回答之后，按规则", "After the answer, by rule")[language]
        return h("section") {
            h("h2", .id("bars")) { title }
            h("ul", .class("legend")) {
                for followUp in FollowUp.allCases {
                    h("li") {
                        h("span", .class("key \(followUp.rawValue)"), .init("aria-hidden", "true"))
                        followUp.phrase[language]
                    }
                }
            }
            for figures in rules {
                h("figure") {
                    h("figcaption") { figures.rule }
                    bar(figures, language)
                }
            }
        }
    }

    private func bar(_ figures: TrafficReport.RuleFigures, _ language: OperatorLanguage) -> HTML {
        let total = FollowUp.allCases.reduce(0) { $0 + figures.followUps[$1] }
        var parts: [HTML] = []
        var start = 0.0
        for followUp in FollowUp.allCases where figures.followUps[followUp] > 0 {
            let width = Double(figures.followUps[followUp]) / Double(max(total, 1)) * 100
            parts.append(
                h(
                    "rect",
                    .class(followUp.rawValue),
                    .init("x", start),
                    .init("y", 0),
                    .init("width", width),
                    .init("height", 10)
                )
            )
            start += width
        }
        let label = FollowUp.allCases.filter { figures.followUps[$0] > 0 }
            .map { "\($0.phrase[language]) \(figures.followUps[$0])" }
        let listed = label.joined(separator: LocalizedText("，", ", ")[language])
        return fragment {
            h(
                "svg",
                .init("viewBox", "0 0 100 10"),
                .init("preserveAspectRatio", "none"),
                .init("role", "img"),
                .init("aria-label", "\(figures.rule): \(listed)")
            ) { parts }
            h("p", .class("note")) { listed }
        }
    }

    private static let sheet = HTML.style(
        """
        :root{color-scheme:light dark;--text:#1b1f24;--note:#4d5661;--line:#d5dae0;--back:#fff;--row:#f6f8fa;\
        --content:#2a7f4f;--again:#b26a00;--person:#2f6fc4;--fallback:#b3363b}
        @media (prefers-color-scheme:dark){:root{--text:#e8ebee;--note:#aab3bd;--line:#3a424b;--back:#15191e;\
        --row:#1e242a;--content:#5cc28a;--again:#e0a54a;--person:#7fb0f5;--fallback:#ef8288}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--back);color:var(--text);\
        font:16px/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
        main{max-width:70rem;margin:0 auto;padding:1.5rem}
        h1{font-size:1.6rem;margin:0 0 .5rem}
        h2{font-size:1.15rem;margin:2rem 0 .5rem}
        .note{color:var(--note);margin:.2rem 0}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
        thead th{color:var(--note);font-weight:600;white-space:nowrap}
        tbody th{font-weight:500;overflow-wrap:anywhere}
        tbody tr:nth-child(odd){background:var(--row)}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;padding:0;margin:.4rem 0}
        .key{display:inline-block;width:.9em;height:.9em;margin-right:.4em;border-radius:2px;vertical-align:-.1em}
        figure{margin:.7rem 0}
        figcaption{font-weight:500}
        svg{display:block;width:100%;height:14px}
        rect.content{fill:var(--content)}rect.asked_again{fill:var(--again)}
        rect.asked_for_person{fill:var(--person)}rect.met_fallback{fill:var(--fallback)}
        .key.content{background:var(--content)}.key.asked_again{background:var(--again)}
        .key.asked_for_person{background:var(--person)}.key.met_fallback{background:var(--fallback)}
        @media print{main{max-width:none;padding:0}section{break-inside:avoid}.scroll{overflow:visible}\
        .key,rect{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """
    )
}
