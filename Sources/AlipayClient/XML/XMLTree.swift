/// An element: its name, its own text and its children, copied out of the parser.
struct XMLTree: Sendable, Hashable {
    let name: String
    /// The text and CDATA sections directly inside, joined, untrimmed.
    let text: String
    let children: [XMLTree]

    /// The only child of that name; nil when there is none.
    func child(_ name: String) -> XMLTree? {
        children.first { $0.name == name }
    }

    /// Whether a name occurs more than once among the children.
    var hasRepeatedChildren: Bool {
        Set(children.map(\.name)).count != children.count
    }
}
