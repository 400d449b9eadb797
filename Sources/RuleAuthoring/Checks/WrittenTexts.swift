import OperatorText
import RuleEngine

/// Finds texts that are not sent, or not searched for, as they stand in the file (RB110 to RB121).
///
/// Reads the documents instead of the rules, which lack the characters that YAML removed; so it also runs when an error
/// prevents the rules from loading. It skips rules with the stage `off`.
struct WrittenTexts {
    /// Each looks at every text; a new one adds its type here.
    private static let lints: [any TextLint.Type] = [
        CutTexts.self,
        LostLineEnds.self,
        SentSigns.self,
        PatternSigns.self,
        WordReferences.self,
        WholeQuotes.self,
    ]

    private let sections: RuleFileSections
    private let setNames: Set<String>

    init(_ sections: RuleFileSections) {
        self.sections = sections
        setNames = Set(sections.sets.map(\.key.text))
    }

    /// The rule around some texts, and the collector for the findings on them.
    private struct Scope {
        let collector: DiagnosticCollector
        /// The codes that the rule ignores.
        var ignored: Set<String> = []
        /// The names of the groups of the rule's expressions in their order; nil for one without a name.
        var groups: [String?] = []

        func report(_ finding: Diagnostic) {
            if finding.severity == .error || !ignored.contains(finding.code) { collector.report(finding) }
        }
    }

    func report(to collector: DiagnosticCollector) {
        let scope = Scope(collector: collector)
        check(sections.account?["name"], as: .shown, in: scope)
        check(sections.limits?["resume_words"], as: .word, in: scope)
        for set in sections.sets { check(set.value, as: .word, in: scope) }
        if let fallback = sections.fallback { checkAnswer(fallback, in: scope) }
        for rule in sections.rules where rule["stage"]?.scalar?.text != RuleStage.off.rawValue {
            let ignored = Set(rule["ignore"]?.mapping?.map(\.key.text) ?? [])
            checkRule(rule, in: Scope(collector: collector, ignored: ignored, groups: groups(of: rule)))
        }
    }

    // MARK: Places of texts

    private func checkRule(_ rule: DocumentNode, in scope: Scope) {
        check(rule["id"], as: .name, in: scope)
        check(rule["title"], as: .shown, in: scope)
        check(rule["menu"], as: .name, in: scope)
        check(rule["scene"], as: .name, in: scope)
        check(rule["examples"], as: .example, in: scope)
        check(rule["counter_examples"], as: .example, in: scope)
        for item in rule["match"].map({ $0.sequence ?? [$0] }) ?? [] {
            guard let clause = item.mapping else {
                check(item, as: .word, in: scope)
                continue
            }
            for entry in clause where SectionReader.isClauseKey(entry.key.text) {
                check(entry.value, as: entry.key.text.hasSuffix("regex") ? .pattern : .word, in: scope)
            }
        }
        checkAnswer(rule, in: scope)
        for item in rule["cases"]?.sequence ?? [] { checkAnswer(item, in: scope) }
    }

    /// The groups of a rule's expressions that capture, whether or not these can be parsed.
    private func groups(of rule: DocumentNode) -> [String?] {
        let clauses = rule["match"].map { $0.sequence ?? [$0] } ?? []
        return clauses.flatMap { [$0["regex"], $0["raw_regex"]].compactMap { $0?.scalar?.text } }
            .flatMap { pattern in
                let plain = pattern.replacing("(?P<", with: "(?<").replacing("\\\\", with: "")
                    .replacing("\\(", with: "")
                return plain.split(separator: "(", omittingEmptySubsequences: false).dropFirst()
                    .compactMap { group -> String?? in
                        if !group.hasPrefix("?") { return .some(nil) }
                        guard group.hasPrefix("?<"), !group.hasPrefix("?<="), !group.hasPrefix("?<!") else {
                            return nil
                        }
                        return group.dropFirst(2).split(separator: ">", maxSplits: 1).first.map { String($0) }
                    }
            }
    }

    /// The texts that a rule, a case or the fallback sends.
    private func checkAnswer(_ node: DocumentNode, in scope: Scope) {
        check(node["handoff"]?["notify"], as: .shown, in: scope)
        if let reply = node["reply"] { checkReply(reply, in: scope) }
        guard let replies = node["replies"] else { return }
        if let finding = SplitReplies.finding(on: replies) { scope.report(finding) }
        for item in replies.sequence ?? [] { checkReply(item, in: scope) }
    }

    private func checkReply(_ node: DocumentNode, in scope: Scope) {
        if node.scalar != nil { return check(node, as: .sent, in: scope) }
        check(node["text"], as: .sent, in: scope)
        for article in node["articles"]?.sequence ?? [] {
            for key in ["title", "desc", "action"] { check(article[key], as: .sent, in: scope) }
            for key in ["url", "image"] { check(article[key], as: .address, in: scope) }
        }
    }

    // MARK: Checks

    /// Checks a text, or each text of a list.
    private func check(_ node: DocumentNode?, as use: WrittenText.Use, in scope: Scope) {
        guard let node else { return }
        // A text that was probably intended as a list was reported when it was read as one.
        if let scalar = node.scalar, use == .word || use == .example || use == .name,
            ListLookAlike.diagnostic(for: scalar) != nil
        {
            return
        }
        for scalar in (node.sequence ?? [node]).compactMap(\.scalar) where !scalar.text.isEmpty {
            let text = WrittenText(
                scalar: scalar,
                use: use,
                hasLostLineEnds: scalar.hasLostLineEnds,
                setNames: setNames,
                groups: scope.groups
            )
            if text.hasLostLineEnds, let sign = syntaxLookAlike(in: scalar, use: use) {
                scope.report(sign)
            } else {
                for finding in Self.lints.flatMap({ $0.findings(on: text) }) { scope.report(finding) }
            }
        }
    }

    /// A full-width `|`, an odd space or a dash without its space that joined several lines into one text.
    private func syntaxLookAlike(in scalar: DocumentScalar, use: WrittenText.Use) -> Diagnostic? {
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
                return SyntaxLookAlike.space(line[odd], at: place(odd), position: .indentation)
            }
            guard use == .word || use == .example, let mark = line.firstIndex(where: { $0 != " " }) else { continue }
            if line[mark] == "-" || LookAlike.isDash(line[mark]) {
                return SyntaxLookAlike.dash(line[mark], at: place(mark))
            }
        }
        return nil
    }
}

/// A text of the files, with its purpose.
struct WrittenText {
    enum Use {
        /// Sent to customers.
        case sent
        /// Shown to customers, in suggestions or as a variable.
        case shown
        case address
        /// Compared with messages.
        case word
        case pattern
        case example
        /// Names something, exactly as written.
        case name
    }

    let scalar: DocumentScalar
    let use: Use
    /// Whether line ends of the file became spaces.
    let hasLostLineEnds: Bool
    /// The names of all sets.
    let setNames: Set<String>
    /// The names of the groups of its rule's expressions in their order; nil for one without a name.
    let groups: [String?]
}

/// A check of how a text is written in its file.
protocol TextLint: SendableMetatype {
    static func findings(on text: WrittenText) -> [Diagnostic]
}
