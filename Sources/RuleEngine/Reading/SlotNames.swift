import OrderedCollections

/// The slots that rules ask for, found before any rule is read: `when: {asked: …}` may refer to a later rule.
enum SlotNames {
    static func find(in rules: [DocumentNode]) -> OrderedSet<String> {
        let cases = rules.flatMap { [$0] + ($0["cases"]?.sequence ?? []) }
        return OrderedSet(cases.compactMap { $0["ask"].flatMap(name) })
    }

    /// The slot of an `ask`, also where its colon is full-width, which is reported elsewhere.
    private static func name(_ ask: DocumentNode) -> String? {
        if let name = ask["slot"]?.scalar?.text { return name }
        let wide = ask.mapping?.first { $0.key.text.hasPrefix("slot：") }?.key.text
        return wide.map { String($0.dropFirst("slot：".count)).trimmingSpaces }
    }
}
