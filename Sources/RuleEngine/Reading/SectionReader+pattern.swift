extension SectionReader {
    /// Compiles a regular expression; nil, and reported, when it cannot be used.
    func pattern(_ node: DocumentNode, _ field: String, isRaw: Bool) -> RulePattern? {
        guard let scalar = fields.text(node, field) else { return nil }
        do throws(PatternError) {
            // The line end that a block text (`|`) always has is no part of the expression.
            let isBlock = scalar.style == .literal || scalar.style == .folded
            let pattern = try Pattern(isBlock ? scalar.text.trimmingFinalNewlines : scalar.text)
            guard patternBudget.take(pattern.program.instructions.count) else {
                refuseTooLargeTogether(scalar)
                return nil
            }
            PatternLiteralCheck(pattern, in: scalar, isRaw: isRaw).diagnostic.map(diagnostics.report)
            checkGroupNames(pattern, scalar)
            return RulePattern(text: scalar.text, pattern: pattern, isRaw: isRaw, location: scalar.location)
        } catch {
            report(error, in: scalar)
            return nil
        }
    }

    private func refuseTooLargeTogether(_ scalar: DocumentScalar) {
        fields.refuse(
            "RB023",
            scalar,
            Phrase(
                "所有正则合起来太大,到这里已超过 \(PatternBudget.limit) 个状态",
                "All expressions together are too large: with this one more than \(PatternBudget.limit) states"
            ),
            help: Phrase("减少像 {1,900} 这样的大次数,或把一部分规则改用关键词", "Make repeats such as {1,900} smaller, or use keywords")
        )
    }

    private func report(_ error: PatternError, in scalar: DocumentScalar) {
        let place = scalar.place(of: error.offset..<error.offset + error.length)
        diagnostics.error(
            error.code,
            at: place.location,
            length: place.length,
            error.message,
            help: error.help
        )
    }

    /// A group that bears the name of a fixed variable could never be used in a reply.
    private func checkGroupNames(_ pattern: Pattern, _ scalar: DocumentScalar) {
        for name in pattern.groupNames where TemplateVariable.fixed[name] != nil {
            fields.refuse(
                "RB031",
                scalar,
                Phrase(
                    "分组名 “\(name)” 与内置变量 {{\(name)}} 同名",
                    "Group “\(name)” has the name of the variable {{\(name)}}"
                ),
                help: Phrase("给分组换一个名字", "Give the group another name")
            )
        }
    }
}
