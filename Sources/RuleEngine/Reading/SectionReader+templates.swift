extension SectionReader {
    /// Reads a text with variables; everything wrong with it is reported at its own place.
    func text(_ node: DocumentNode, _ field: String, limit: Int, scope: TemplateScope) -> ReplyTemplate? {
        guard let scalar = fields.text(node, field) else { return nil }
        // Room for the names of variables; a text beyond that is not even looked at.
        let length = scalar.text.unicodeScalars.count
        guard length <= limit + 2_000 else { return refuseLength(scalar, field, length: length, limit: limit) }
        // The line end that a block text (`|`) always has is not meant to be sent.
        let (template, problems) = TemplateParser.parse(scalar.text.trimmingFinalNewlines)
        for problem in problems { report(problem, in: scalar) }
        for placeholder in template.placeholders { check(placeholder, in: scalar, scope: scope) }
        guard template.literalLength <= limit else {
            return refuseLength(scalar, field, length: template.literalLength, limit: limit)
        }
        return template
    }

    private func refuseLength(_ scalar: DocumentScalar, _ field: String, length: Int, limit: Int) -> ReplyTemplate? {
        fields.refuse(
            "RB040",
            scalar,
            Phrase(
                "“\(field)” 有 \(length) 字,超过上限 \(limit) 字",
                "“\(field)” has \(length) characters, more than the limit of \(limit)"
            ),
            help: Phrase("缩短它,或拆成几条回复", "Shorten it, or make several replies of it")
        )
        return nil
    }

    private func check(_ placeholder: TemplatePlaceholder, in scalar: DocumentScalar, scope: TemplateScope) {
        switch placeholder.variable {
        case .scheduleToday(let name), .scheduleNextOpen(let name):
            usage.schedules.insert(name)
            guard !vocabulary.scheduleNames.contains(name), vocabulary.isComplete else { return }
            let place = scalar.place(of: placeholder.range)
            reportUnknownSchedule(name, at: place.location, length: place.length)
        case .slot(let name) where !vocabulary.slots.contains(name):
            guard vocabulary.isComplete else { return }
            let place = scalar.place(of: placeholder.range)
            let kind = Phrase("提问(没有规则用 ask 问它)", "asked slot")
            fields.unknown(kind, name, at: place.location, length: place.length, known: Array(vocabulary.slots))
        default:
            if let problem = scope.problem(of: placeholder) { report(problem, in: scalar) }
        }
    }

    private func report(_ problem: TemplateProblem, in scalar: DocumentScalar) {
        let place = scalar.place(of: problem.range)
        diagnostics.error(
            problem.code,
            at: place.location,
            length: place.length,
            problem.message,
            help: problem.help,
            related: problem.related
        )
    }
}
