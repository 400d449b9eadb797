internal import TypedHTML

extension DiffPage {
    /// The style sheet: light and dark by the reader's preference, one language at a time, plain on paper.
    static let sheet = HTML.style(
        """
        :root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1b2330;--muted:#566072;--line:#dfe3ea;\
        --accent:#1254c4;--lost:#c0392b;--silent:#8e44ad;--changed:#1f6fd6;--person:#8a5200;--gained:#13703d;\
        --text:#5d6b82;--content:#13703d;--again:#d08700;--fallback:#c0392b;--open:#9aa4b5;\
        --add:#dcf5e4;--cut:#fde4e1}
        @media (prefers-color-scheme:dark){:root{--page:#11151c;--card:#1a202b;--ink:#e8ecf3;--muted:#a4afc2;\
        --line:#313a49;--accent:#8ab8ff;--lost:#ff8a7d;--silent:#cf9bec;--changed:#7fb3ff;--person:#f0b35a;\
        --gained:#62d394;--text:#a9b6cb;--content:#62d394;--again:#f0b35a;--fallback:#ff8a7d;--open:#67738a;\
        --add:#173824;--cut:#4a201d}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:64rem;padding:1.5rem 1rem 3rem;background:var(--page);color:var(--ink);\
        font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif}
        h1{font-size:1.75rem;line-height:1.25;margin:0 0 .5rem}
        h2{font-size:1.2rem;margin:0 0 .75rem}
        h3{font-size:1.05rem;margin:0 0 .25rem;font-weight:600}
        p{margin:.25rem 0 .75rem}
        code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.875em}
        .sides code{background:var(--card);border:1px solid var(--line);border-radius:.4rem;padding:.15rem .5rem}
        .muted{color:var(--muted);font-size:.9rem}
        .arrow{color:var(--muted)}
        section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem;margin:1rem 0}
        article{border-top:1px solid var(--line);padding:1rem 0 .25rem}
        article:first-of-type{border-top:0}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.75rem;margin:0 0 1rem}
        .tiles div{border:1px solid var(--line);border-radius:.6rem;padding:.6rem .8rem}
        dt{color:var(--muted);font-size:.9rem}
        dd{margin:0;font-size:1.6rem;font-weight:650;line-height:1.2;font-variant-numeric:tabular-nums}
        dd.muted{font-size:.85rem;font-weight:400}
        .numbers strong{font-size:1.2rem}
        .chip{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:0 .6rem;font-size:.85rem}
        .chip.k-lost{color:var(--lost)}.chip.k-silent{color:var(--silent)}.chip.k-other_rule{color:var(--changed)}\
        .chip.k-person{color:var(--person)}.chip.k-gained{color:var(--gained)}.chip.k-text{color:var(--text)}
        figure{margin:.25rem 0 .75rem}
        svg{display:block;width:100%}
        svg.stack{height:.9rem;border-radius:.3rem}
        svg.days{height:auto}
        .axis{stroke:var(--line)}
        rect.k-lost,.dot.k-lost{fill:var(--lost);background:var(--lost)}
        rect.k-silent,.dot.k-silent{fill:var(--silent);background:var(--silent)}
        rect.k-other_rule,.dot.k-other_rule{fill:var(--changed);background:var(--changed)}
        rect.k-person,.dot.k-person{fill:var(--person);background:var(--person)}
        rect.k-gained,.dot.k-gained{fill:var(--gained);background:var(--gained)}
        rect.k-text,.dot.k-text{fill:var(--text);background:var(--text)}
        rect.s-content,.dot.s-content{fill:var(--content);background:var(--content)}
        rect.s-asked_again,.dot.s-asked_again{fill:var(--again);background:var(--again)}
        rect.s-asked_for_person,.dot.s-asked_for_person{fill:var(--silent);background:var(--silent)}
        rect.s-met_fallback,.dot.s-met_fallback{fill:var(--fallback);background:var(--fallback)}
        rect.s-recording_ended,.dot.s-recording_ended{fill:var(--open);background:var(--open)}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:.4rem 0 0;font-size:.9rem}
        .dot{display:inline-block;width:.75rem;height:.75rem;border-radius:.2rem;margin-right:.4rem}
        .ends{display:flex;justify-content:space-between;font-size:.85rem;color:var(--muted)}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.9rem}
        th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
        th{color:var(--muted);font-weight:600;white-space:nowrap}
        td p{margin:0}
        td:first-child{min-width:9rem}
        .number{text-align:right;font-variant-numeric:tabular-nums}
        .gates{list-style:none;padding:0;margin:0}
        .passed strong{color:var(--gained)}.failed strong{color:var(--lost)}
        .pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
        .side{min-width:0}
        pre{overflow-x:auto;background:var(--page);border:1px solid var(--line);border-radius:.5rem;padding:.75rem;\
        margin:0 0 1rem;line-height:1.5}
        ins,del{text-decoration:none;display:block;margin:0 -.75rem;padding:0 .75rem}
        ins{background:var(--add)}
        del{background:var(--cut)}
        footer{color:var(--muted)}
        .languages{float:right;border:0;padding:0;margin:0;font-size:.9rem}
        .languages legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .languages label{margin:0 .5rem 0 .15rem}
        body:has(#language-en:checked) span[lang="zh-CN"],body:has(#language-zh:checked) span[lang="en"]{display:none}
        @media (max-width:40rem){.pair{grid-template-columns:1fr}}
        @media print{body{background:#fff;max-width:none;padding:0;font-size:11pt}.languages{display:none}\
        section{border:0;padding:0;break-inside:auto}article,.pair,figure{break-inside:avoid}\
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """
    )
}
