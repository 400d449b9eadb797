/// Something wrong with a template, by its place in the template.
struct TemplateProblem: Error {
    let code: String
    /// The code points of the template that are meant.
    let range: Range<Int>
    let message: Phrase
    let help: Phrase?
    var related: [Diagnostic.Related] = []
}
