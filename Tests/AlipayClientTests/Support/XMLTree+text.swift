@testable import AlipayClient

/// An element of a tree, as tests walk through it.
struct XMLElement {
    private let tree: XMLTree
    private let number: Int

    init(_ tree: XMLTree, number: Int = XMLTree.root) {
        self.tree = tree
        self.number = number
    }

    var name: String { tree.name(of: number) }
    var text: String { tree.text(of: number) }
    var children: [XMLElement] { tree.children(of: number).map { XMLElement(tree, number: $0) } }

    /// The first child of that name.
    func child(_ name: String) -> XMLElement? {
        children.first { $0.name == name }
    }
}

extension XMLTree {
    var name: String { XMLElement(self).name }
    var text: String { XMLElement(self).text }
    var children: [XMLElement] { XMLElement(self).children }

    /// The root's first child of that name.
    func child(_ name: String) -> XMLElement? {
        XMLElement(self).child(name)
    }
}
