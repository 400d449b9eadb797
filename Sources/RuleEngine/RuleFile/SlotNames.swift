import OrderedCollections

/// The slots that rules ask for, found before any rule is read: `when: {asked: …}` may refer to a later rule.
enum SlotNames {
    static func find(in rules: [DocumentNode]) -> OrderedSet<String> {
        let cases = rules.flatMap { [$0] + ($0["cases"]?.sequence ?? []) }
        return OrderedSet(cases.compactMap { $0["ask"]?["slot"]?.scalar?.text })
    }
}
