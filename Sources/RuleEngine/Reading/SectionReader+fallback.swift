extension SectionReader {
    /// Reads `fallback`.
    func fallback(_ node: DocumentNode?) -> Fallback? {
        let keys = ["cooldown", "suggest", "reply", "replies", "pick"]
        guard let node, let reader = mapping(node, FieldReader.name("fallback"), keys: keys) else { return nil }
        checkSingleAnswer(reader, keys: ["reply", "replies"], mayOnlyHandOff: false)
        let scope = TemplateScope(hasAccountName: vocabulary.mayHaveAccountName)
        return Fallback(
            reply: answer(
                reader,
                number: 1,
                condition: RuleCondition(),
                defaults: CaseDefaults(),
                scope: scope
            ),
            cooldown: cooldown(reader),
            suggestions: reader["suggest"].flatMap { fields.integer($0, "suggest", in: 0...10) } ?? 0,
            location: node.location
        )
    }
}
