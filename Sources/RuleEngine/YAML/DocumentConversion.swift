import Yams

/// Turns composed YAML into ``DocumentNode``s, with a budget.
struct DocumentConversion {
    let source: SourceText
    /// How many nodes have been made.
    private(set) var count = 0
    /// How many nodes all files together may still have.
    private let allowance: Int

    init(source: SourceText, allowance: Int) {
        self.source = source
        self.allowance = allowance
    }

    /// How many nodes a file may have.
    static let nodeLimit = 400_000
    /// How deep they may be nested.
    static let depthLimit = 32

    /// What an empty file, or one of comments only, holds.
    private var emptyDocument: DocumentNode {
        DocumentNode(content: .mapping([]), location: location(line: 1, column: 1))
    }

    /// The content of a file.
    mutating func document(_ root: Node?) throws(Diagnostic) -> DocumentNode {
        guard let root else { return emptyDocument }
        return try node(root, depth: 0)
    }

    private mutating func node(_ node: Node, depth: Int) throws(Diagnostic) -> DocumentNode {
        let place = location(node.mark)
        count += 1
        guard count <= DocumentConversion.nodeLimit else { throw DocumentConversion.tooManyNodes(in: source) }
        guard count <= allowance else { throw DocumentConversion.tooManyNodesInAll(at: source) }
        guard depth < DocumentConversion.depthLimit else { throw tooDeep(at: place) }
        try refuseDecoration(at: place)
        switch node {
        case .scalar(let scalar): return try leaf(scalar, at: place)
        case .sequence(let sequence): return try list(sequence, at: place, depth: depth)
        case .mapping(let mapping): return try pairs(mapping, at: place, depth: depth)
        case .alias: throw decoration("*", at: place)
        }
    }

    private func leaf(_ scalar: Node.Scalar, at place: SourceLocation) throws(Diagnostic) -> DocumentNode {
        let text = text(scalar, at: place)
        try refuseControlCharacters(in: text)
        return DocumentNode(content: .scalar(text), location: place)
    }

    private mutating func list(
        _ sequence: Node.Sequence,
        at place: SourceLocation,
        depth: Int
    ) throws(Diagnostic) -> DocumentNode {
        var nodes: [DocumentNode] = []
        for item in sequence { nodes.append(try node(item, depth: depth + 1)) }
        return DocumentNode(content: .sequence(nodes), location: place)
    }

    private mutating func pairs(
        _ mapping: Node.Mapping,
        at place: SourceLocation,
        depth: Int
    ) throws(Diagnostic) -> DocumentNode {
        var entries: [DocumentEntry] = []
        for (key, value) in mapping {
            let keyNode = try node(key, depth: depth + 1)
            guard let name = keyNode.scalar else { throw keyIsNoText(keyNode) }
            if name.style == .plain, let first = name.text.unicodeScalars.first, LookAlike.isOddSpace(first) {
                throw SyntaxLookAlike.space(first, at: name.location, .indentation)
            }
            entries.append(DocumentEntry(key: name, value: try node(value, depth: depth + 1)))
        }
        return DocumentNode(content: .mapping(entries), location: place)
    }

    private func text(_ scalar: Node.Scalar, at place: SourceLocation) -> DocumentScalar {
        let style: DocumentScalar.Style =
            switch scalar.style {
            case .singleQuoted: .singleQuoted
            case .doubleQuoted: .doubleQuoted
            case .literal: .literal
            case .folded: .folded
            case .plain, .any: .plain
            }
        return DocumentScalar(text: scalar.string, style: style, location: place, source: source)
    }

    private func location(_ mark: Mark?) -> SourceLocation {
        // What is empty at the end of the file is said to be in a line behind it.
        let line = mark?.line ?? 1
        guard line <= source.lineCount else {
            return source.location(ofIndex: source.allScalars.count)
        }
        return location(line: line, column: mark?.column ?? 1)
    }

    private func location(line: Int, column: Int) -> SourceLocation {
        SourceLocation(path: source.path, line: line, column: column)
    }
}
