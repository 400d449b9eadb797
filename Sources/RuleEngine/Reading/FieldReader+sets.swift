extension FieldReader {
    /// Reports that sets expand to more words than a rule set may have.
    func tooManyKeywords(at scalar: DocumentScalar) {
        refuse(
            "RB013",
            scalar,
            Phrase(
                "所有规则的关键词合计超过 \(KeywordBudget.limit) 个(词组每用一次都要计入)",
                "All rules together have more than \(KeywordBudget.limit) keywords (each use of a set counts)"
            ),
            help: Phrase("减少大词组的引用次数", "Refer to large sets less often")
        )
    }

    /// Reports a reference to a set that does not exist.
    func unknownSet(_ name: String, at scalar: DocumentScalar, known: [String]) {
        let bare = name.trimmingSpaces.trimmingBraces
        let nearest =
            known.contains(bare)
            ? bare : LookAlike.plain(name, isRead: known.contains) ?? diagnostics.nearest(name, among: known)
        let name = name.excerpt
        let list = known.isEmpty ? "—" : known.prefix(20).map { "$\($0)" }.joined(separator: " ")
        refuse(
            "RB015",
            scalar,
            Phrase("没有名为 “\(name)” 的词组", "There is no set named “\(name)”"),
            help: Phrase(
                (nearest.map { "是不是想写 $\($0)?" } ?? "")
                    + "已有:\(list);若要匹配 “$\(name)” 这几个字,写 $$\(name)",
                (nearest.map { "Did you mean $\($0)? " } ?? "")
                    + "There are: \(list). To match the text “$\(name)” itself, write $$\(name)"
            )
        )
    }
}

extension String {
    /// Without one pair of braces around it: `${name}` is how other tools write a reference.
    fileprivate var trimmingBraces: String {
        hasPrefix("{") && hasSuffix("}") || hasPrefix("(") && hasSuffix(")")
            ? String(dropFirst().dropLast()).trimmingSpaces : self
    }
}
