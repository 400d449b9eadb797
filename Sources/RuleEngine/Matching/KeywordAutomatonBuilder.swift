/// Collects keywords and lays them out as a ``KeywordAutomaton``.
///
/// Equal keywords share one number; numbers count up in the order of first appearance.
struct KeywordAutomatonBuilder {
    private var numbers: [[Unicode.Scalar]: Int] = [:]
    private var lengths: [Int] = []
    private var children: [[UInt32: Int32]] = [[:]]
    private var keywords: [Int32] = [KeywordAutomaton.absent]

    /// The number of a folded keyword, which is not empty.
    mutating func number(of folded: [Unicode.Scalar]) -> Int {
        if let number = numbers[folded] { return number }
        let number = lengths.count
        numbers[folded] = number
        lengths.append(folded.count)
        keywords[Int(node(for: folded))] = Int32(number)
        return number
    }

    /// The automaton of everything collected so far.
    func build() -> KeywordAutomaton {
        let edges = children.map { $0.sorted { $0.key < $1.key } }
        var firstEdge: [Int32] = [0]
        for own in edges { firstEdge.append(firstEdge[firstEdge.count - 1] + Int32(own.count)) }
        let links = suffixLinks(edges)
        return KeywordAutomaton(
            firstEdge: firstEdge,
            labels: edges.flatMap { $0.map(\.key) },
            targets: edges.flatMap { $0.map(\.value) },
            failures: links.failures,
            keywords: keywords,
            shorter: links.shorter,
            lengths: lengths
        )
    }

    private mutating func node(for folded: [Unicode.Scalar]) -> Int32 {
        var node = KeywordAutomaton.root
        for scalar in folded {
            if let next = children[Int(node)][scalar.value] {
                node = next
                continue
            }
            let next = Int32(children.count)
            children[Int(node)][scalar.value] = next
            children.append([:])
            keywords.append(KeywordAutomaton.absent)
            node = next
        }
        return node
    }

    /// Walks the trie level by level, so that a node's suffix is linked before the node.
    private func suffixLinks(_ edges: [[(key: UInt32, value: Int32)]]) -> (failures: [Int32], shorter: [Int32]) {
        var failures = [Int32](repeating: KeywordAutomaton.root, count: children.count)
        var shorter = [Int32](repeating: KeywordAutomaton.absent, count: children.count)
        var queue = [KeywordAutomaton.root]
        var next = 0
        while next < queue.count {
            let parent = queue[next]
            next += 1
            for (label, node) in edges[Int(parent)] {
                let suffix = parent == KeywordAutomaton.root ? parent : self.suffix(of: parent, over: label, failures)
                failures[Int(node)] = suffix
                let endsHere = keywords[Int(suffix)] != KeywordAutomaton.absent
                shorter[Int(node)] = endsHere ? suffix : shorter[Int(suffix)]
                queue.append(node)
            }
        }
        return (failures, shorter)
    }

    private func suffix(of parent: Int32, over label: UInt32, _ failures: [Int32]) -> Int32 {
        var node = parent
        while node != KeywordAutomaton.root {
            node = failures[Int(node)]
            if let target = children[Int(node)][label] { return target }
        }
        return KeywordAutomaton.root
    }
}
