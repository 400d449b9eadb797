/// Collects pieces, texts, conditions and loops between braces into one piece.
@resultBuilder
package enum HTMLBuilder {
    package static func buildExpression(_ piece: HTML) -> HTML { piece }
    package static func buildExpression(_ text: String) -> HTML { HTML(text) }
    package static func buildExpression(_ pieces: [HTML]) -> HTML { HTML(pieces) }
    package static func buildBlock(_ pieces: HTML...) -> HTML { HTML(pieces) }
    package static func buildArray(_ pieces: [HTML]) -> HTML { HTML(pieces) }
    package static func buildOptional(_ piece: HTML?) -> HTML { piece ?? HTML() }
    package static func buildEither(first piece: HTML) -> HTML { piece }
    package static func buildEither(second piece: HTML) -> HTML { piece }
}

/// An element: `h("p", .class("note")) { "text" }`.
package func h(
    _ name: StaticString,
    _ attributes: HTMLAttribute...,
    @HTMLBuilder content: () -> HTML = { HTML() }
) -> HTML {
    HTML(element: name, attributes, content: content())
}

/// Pieces without an element around them.
package func fragment(@HTMLBuilder content: () -> HTML) -> HTML {
    content()
}
