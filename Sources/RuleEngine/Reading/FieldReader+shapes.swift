extension FieldReader {
    /// Reports a value of the wrong shape.
    func wrongShape(_ node: DocumentNode, _ name: Phrase, _ expected: Phrase, help: Phrase? = nil) {
        diagnostics.error(
            "RB013",
            at: node.location,
            length: node.length,
            Phrase(
                "\(name.chinese)应是\(expected.chinese),这里是\(node.shape.chinese)",
                "\(name.english) should be \(expected.english), but this is \(node.shape.english)"
            ),
            help: help
        )
    }

    /// Reports a text that cannot be used.
    func refuse(_ code: String, _ scalar: DocumentScalar, _ message: Phrase, help: Phrase? = nil) {
        diagnostics.error(code, at: scalar.location, length: scalar.length, message, help: help)
    }

    static func name(_ field: String) -> Phrase {
        Phrase("“\(field)” ", "“\(field)”")
    }

    func reportEmpty(_ node: DocumentNode, _ field: String) {
        diagnostics.error(
            "RB010",
            at: node.location,
            length: node.length,
            Phrase("“\(field)” 没有内容", "“\(field)” is empty"),
            help: Phrase("填上内容,或删掉它", "Give it a value, or delete it")
        )
    }
}
