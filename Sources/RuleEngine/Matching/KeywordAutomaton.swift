/// All keywords of a rule set as one Aho–Corasick automaton over code points.
///
/// Immutable, in flat arrays; made by ``KeywordAutomatonBuilder``. A scan takes time linear in the text, plus one
/// step for every occurrence.
struct KeywordAutomaton: Sendable {
    /// The node before the first code point.
    static let root: Int32 = 0
    /// Stands for "no node" and "no keyword".
    static let absent: Int32 = -1

    /// For each node the first of its edges; one more than there are nodes.
    let firstEdge: [Int32]
    /// The code points of all edges, ascending within a node.
    let labels: [UInt32]
    /// Where each edge leads.
    let targets: [Int32]
    /// For each node the node of its longest proper suffix.
    let failures: [Int32]
    /// For each node the keyword that ends there.
    let keywords: [Int32]
    /// For each node the nearest shorter suffix at which a keyword ends.
    let shorter: [Int32]
    /// The length of each keyword in code points.
    let lengths: [Int]

    /// Reports every occurrence of every keyword, by the position of its end, the longer first.
    func scan(_ text: [Unicode.Scalar], report: (_ keyword: Int, _ range: Range<Int>) -> Void) {
        var node = Self.root
        for (position, scalar) in text.enumerated() {
            node = step(from: node, over: scalar.value)
            var ending = keywords[Int(node)] == Self.absent ? shorter[Int(node)] : node
            while ending != Self.absent {
                let keyword = Int(keywords[Int(ending)])
                report(keyword, position + 1 - lengths[keyword]..<position + 1)
                ending = shorter[Int(ending)]
            }
        }
    }

    private func step(from start: Int32, over label: UInt32) -> Int32 {
        var node = start
        while true {
            if let target = child(of: node, over: label) { return target }
            if node == Self.root { return Self.root }
            node = failures[Int(node)]
        }
    }

    private func child(of node: Int32, over label: UInt32) -> Int32? {
        var low = Int(firstEdge[Int(node)])
        var high = Int(firstEdge[Int(node) + 1])
        while low < high {
            let middle = low + (high - low) / 2
            if labels[middle] == label { return targets[middle] }
            if labels[middle] < label { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}
