/// Gathers everything that is found while files are read; one error does not hide the next.
final class DiagnosticCollector {
    private(set) var diagnostics: [Diagnostic] = []
    /// How many findings came after the last that was kept.
    private(set) var omittedCount = 0
    /// Whether something was found that keeps the files from being used.
    private(set) var hasErrors = false
    private var seen: Set<Finding> = []

    private struct Finding: Hashable {
        let code: String
        let location: SourceLocation
        let message: Phrase
    }

    /// How many findings are kept; nobody reads more, and a file can be made to have millions.
    static let limit = 200

    /// Records a finding; the same one at the same place is recorded once.
    func report(_ diagnostic: Diagnostic) {
        if diagnostic.severity == .error { hasErrors = true }
        guard diagnostics.count < Self.limit else {
            omittedCount += 1
            return
        }
        let finding = Finding(code: diagnostic.code, location: diagnostic.location, message: diagnostic.message)
        guard seen.insert(finding).inserted else { return }
        diagnostics.append(diagnostic)
    }

    /// What a misspelt name was probably meant to be; nil once a message about it would not be kept.
    func nearest(_ name: String, among candidates: [String]) -> String? {
        diagnostics.count < Self.limit ? NearestName.find(name, among: candidates) : nil
    }

    /// Records an error at a place.
    func error(
        _ code: String,
        at location: SourceLocation,
        length: Int = 1,
        _ message: Phrase,
        help: Phrase? = nil,
        related: [Diagnostic.Related] = []
    ) {
        report(Diagnostic(code, at: location, length: length, message, help: help, related: related))
    }

    /// Everything found, by place and then by code.
    var ordered: [Diagnostic] {
        diagnostics.enumerated()
            .sorted { left, right in
                let (first, second) = (left.element, right.element)
                if first.location != second.location { return first.location < second.location }
                return (first.code, left.offset) < (second.code, right.offset)
            }
            .map(\.element)
    }
}
