import OperatorText

/// The faults, and what each tool says of them, for a reader.
struct FaultTable {
    let groups: [ShopFaultGroup]
    let catches: [FaultyShop.Catch]

    private static let tools: [(name: String, path: any KeyPath<FaultyShop.Catch, String?> & Sendable)] = [
        ("check --strict", \.check), ("test", \.test), ("diff", \.diff), ("diff --prove", \.proof),
    ]

    var text: String {
        var lines = Self.head
        var number = 0
        for group in groups {
            var table = TextTable(["", group.kind] + Self.tools.map(\.name))
            for fault in group.faults {
                let found = catches[number]
                number += 1
                let cells = Self.tools.map { tool in
                    found[keyPath: tool.path] ?? (found.isRefused ? "" : "–")
                }
                table.add(["\(number)", fault.name] + cells)
            }
            lines += [""] + table.lines
        }
        return (lines + [""] + sums).joined(separator: "\n")
    }

    private static let head = [
        "Slips in rules/shop.yaml, one edit each, and the tools that catch them",
        "",
        "check --strict   the codes that it reports; where one is an error, the bot keeps its old rules, and nothing is left to judge",
        "test             the rule tests of rules/shop_test.yaml that fail",
        "diff             the answers that change in eight days of invented traffic",
        "diff --prove     the kinds of message that change",
    ]

    /// How many each tool catches, and how many no other one does.
    private var sums: [String] {
        var table = TextTable(["", "caught", "by no other tool"])
        for (index, tool) in Self.tools.enumerated() {
            let caught = catches.count { $0[keyPath: tool.path] != nil }
            let alone = catches.count { found in
                Self.tools.indices.allSatisfy { (found[keyPath: Self.tools[$0].path] != nil) == ($0 == index) }
            }
            table.add([tool.name, "\(caught)", "\(alone)"])
        }
        let nobody = catches.count { $0.tools.isEmpty }
        return table.lines + ["\(catches.count) faults, \(nobody) caught by nobody"]
    }
}
