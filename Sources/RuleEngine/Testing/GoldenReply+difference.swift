extension GoldenReply {
    /// The lines that an update takes away (`-`) and adds (`+`), under the file's name.
    public var difference: String {
        let old = Self.lines(old ?? "")
        let new = Self.lines(new)
        let changes = new.difference(from: old) { $0.isSame(scalarsOf: $1) }
        let removed = changes.removals.map(Self.line)
        let inserted = changes.insertions.map(Self.line)
        return ([file] + removed + inserted).joined(separator: "\n")
    }

    private static func line(_ change: CollectionDifference<String>.Change) -> String {
        switch change {
        case .remove(_, let text, _): "- " + DecisionExplanation.oneLine(text)
        case .insert(_, let text, _): "+ " + DecisionExplanation.oneLine(text)
        }
    }

    private static func lines(_ text: String) -> [String] {
        let text = text.trimmingFinalNewlines
        return text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
