/// Warns of texts that are not sent, or not looked for, as they stand in the file (RB110 to RB119).
///
/// It reads the documents, and not the rules: what YAML has taken away is no longer in the rules. So it also speaks when
/// an error keeps the rules from being made. Rules that are `off` are left alone.
struct WrittenTextLint {
    /// What a text is for.
    enum Use {
        /// Customers get it.
        case sent
        /// Customers see it, in suggestions or as a variable.
        case shown
        /// It is an address.
        case address
        /// It is compared with messages.
        case word
        case pattern
        case example
        /// It names something, exactly as written.
        case name
    }

    private let sections: RuleFileSections
    private let setNames: Set<String>

    init(_ sections: RuleFileSections) {
        self.sections = sections
        setNames = Set(sections.sets.map(\.key.text))
    }

    /// Takes what is found, unless the rule accepts it.
    private struct Sink {
        let collector: DiagnosticCollector
        var ignored: Set<String> = []
        /// The captures of the rule.
        var groupNames: Set<String> = []

        func append(_ finding: Diagnostic?) {
            guard let finding, finding.severity == .error || !ignored.contains(finding.code) else { return }
            collector.report(finding)
        }
    }

    /// Reports everything to a collector.
    func report(to collector: DiagnosticCollector) {
        let sink = Sink(collector: collector)
        texts(in: sections.account?["name"], .shown, sink)
        texts(in: sections.limits?["resume_words"], .word, sink)
        for set in sections.sets { texts(in: set.value, .word, sink) }
        if let fallback = sections.fallback { answer(fallback, sink) }
        for rule in sections.rules where rule["stage"]?.scalar?.text != RuleStage.off.rawValue {
            let ignored = Set(rule["ignore"]?.mapping?.map(\.key.text) ?? [])
            self.rule(rule, Sink(collector: collector, ignored: ignored, groupNames: groupNames(of: rule)))
        }
    }

    // MARK: Where texts are

    private func rule(_ rule: DocumentNode, _ sink: Sink) {
        texts(in: rule["id"], .name, sink)
        texts(in: rule["title"], .shown, sink)
        texts(in: rule["menu"], .name, sink)
        texts(in: rule["scene"], .name, sink)
        texts(in: rule["examples"], .example, sink)
        texts(in: rule["counter_examples"], .example, sink)
        if let match = rule["match"] { self.match(match, sink) }
        answer(rule, sink)
        for item in rule["cases"]?.sequence ?? [] { answer(item, sink) }
    }

    /// The names in `(?<name>…)` of a rule's expressions.
    private func groupNames(of rule: DocumentNode) -> Set<String> {
        let clauses = rule["match"].map { $0.sequence ?? [$0] } ?? []
        let patterns = clauses.flatMap { [$0["regex"], $0["raw_regex"]].compactMap { $0?.scalar?.text } }
        return Set(
            patterns.flatMap { pattern in
                pattern.replacing("(?P<", with: "(?<").split(separator: "(?<", omittingEmptySubsequences: false)
                    .dropFirst()
                    .compactMap { $0.split(separator: ">", maxSplits: 1).first.map(String.init) }
            }
        )
    }

    private func match(_ node: DocumentNode, _ sink: Sink) {
        for item in node.sequence ?? [node] {
            guard let clause = item.mapping else {
                texts(in: item, .word, sink)
                continue
            }
            for entry in clause where SectionReader.isClauseKey(entry.key.text) {
                texts(in: entry.value, entry.key.text.hasSuffix("regex") ? .pattern : .word, sink)
            }
        }
    }

    /// What a rule, a case or the fallback says.
    private func answer(_ node: DocumentNode, _ sink: Sink) {
        texts(in: node["handoff"]?["notify"], .shown, sink)
        if let reply = node["reply"] { self.reply(reply, sink) }
        guard let replies = node["replies"] else { return }
        sink.append(SplitReplies.diagnostic(for: replies))
        for item in replies.sequence ?? [] { reply(item, sink) }
    }

    private func reply(_ node: DocumentNode, _ sink: Sink) {
        if node.scalar != nil { return texts(in: node, .sent, sink) }
        texts(in: node["text"], .sent, sink)
        for article in node["articles"]?.sequence ?? [] {
            for key in ["title", "desc", "action"] { texts(in: article[key], .sent, sink) }
            for key in ["url", "image"] { texts(in: article[key], .address, sink) }
        }
    }

    private func texts(in node: DocumentNode?, _ use: Use, _ sink: Sink) {
        guard let node else { return }
        // What was meant to be a list was reported when it was read as one.
        if let scalar = node.scalar, use == .word || use == .example || use == .name,
            ListLookAlike.diagnostic(for: scalar) != nil
        {
            return
        }
        for item in node.sequence ?? [node] {
            guard let scalar = item.scalar, !scalar.text.isEmpty else { continue }
            check(scalar, use, sink)
        }
    }

    // MARK: What is wrong with them

    private func check(_ scalar: DocumentScalar, _ use: Use, _ sink: Sink) {
        let hasLostLineEnds = scalar.hasLostLineEnds
        if hasLostLineEnds, let sign = syntaxLookAlike(scalar, use) { return sink.append(sign) }
        sink.append(CutText.diagnostic(for: scalar, use))
        if hasLostLineEnds { sink.append(LostLineEnds.diagnostic(for: scalar, use)) }
        switch use {
        case .sent:
            for finding in SentTextMarks(scalar, setNames: setNames, groupNames: sink.groupNames).diagnostics {
                sink.append(finding)
            }
        case .pattern:
            for finding in PatternMarks(scalar).diagnostics { sink.append(finding) }
        case .word: sink.append(WordReference.diagnostic(for: scalar, setNames: setNames))
        case .shown, .name, .example, .address: break
        }
        switch use {
        case .sent, .shown, .name, .pattern:
            // Who puts ASCII quotes around others means them.
            if scalar.style == .plain { sink.append(WholeQuotes.diagnostic(for: scalar, use)) }
        case .word, .example, .address: break
        }
    }

    /// A full-width `|`, an odd space or a dash without its space, that made one text of several lines.
    private func syntaxLookAlike(_ scalar: DocumentScalar, _ use: Use) -> Diagnostic? {
        guard scalar.style == .plain else { return nil }
        let first = scalar.firstWrittenLine.filter { $0 != " " && $0 != "-" && $0 != "+" }
        if first.count == 1, let written = first.first, let sign = SyntaxLookAlike.blockSign(written) {
            return SyntaxLookAlike.sign(written, meant: sign, at: scalar.location)
        }
        for (number, line) in scalar.laterLines {
            let place = { (index: Int) in
                SourceLocation(path: scalar.source.path, line: number, column: index - line.startIndex + 1)
            }
            let indentation = line.prefix { $0 == " " || LookAlike.isOddSpace($0) }
            if let odd = indentation.firstIndex(where: LookAlike.isOddSpace) {
                return SyntaxLookAlike.space(line[odd], at: place(odd), .indentation)
            }
            guard use == .word || use == .example, let mark = line.firstIndex(where: { $0 != " " }) else { continue }
            if line[mark] == "-" || LookAlike.isDash(line[mark]) {
                return SyntaxLookAlike.dash(line[mark], at: place(mark))
            }
        }
        return nil
    }
}

/// A list of replies in brackets whose comma may be a part of a sentence (RB112).
private enum SplitReplies {
    /// The finding for the first comma without a space behind it; lists are written with one.
    static func diagnostic(for node: DocumentNode) -> Diagnostic? {
        guard let items = node.sequence else { return nil }
        for (before, item) in zip(items, items.dropFirst()) {
            guard let left = before.scalar, let right = item.scalar, left.style == .plain, right.style == .plain,
                right.source.scalar(line: right.location.line, column: right.location.column - 1) == ","
            else { continue }
            let place = SourceLocation(
                path: right.location.path,
                line: right.location.line,
                column: right.location.column - 1
            )
            return Diagnostic(
                "RB112",
                .warning,
                at: place,
                LocalizedText(
                    "逗号把这里分成了两条回复：“\(left.shown)” 和 “\(right.shown)”",
                    "The comma makes two replies of this: “\(left.shown)” and “\(right.shown)”"
                ),
                help: LocalizedText(
                    "如果是一句话，加引号：\"\("\(left.text),\(right.text)".excerpt)\"；如果是两条回复，逗号后空一格，或每条写一行",
                    "If it is one reply, quote it: \"\("\(left.text),\(right.text)".excerpt)\"; if it is two, put a space behind the comma"
                )
            )
        }
        return nil
    }
}
