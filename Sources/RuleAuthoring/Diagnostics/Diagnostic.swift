package import OperatorText
package import RuleEngine

/// A finding about a rule file or a test file (RULES C5).
package struct Diagnostic: Error, Sendable {
    /// The consequence of a finding.
    package enum Severity: String, Sendable, Hashable {
        /// The file is refused.
        case error
        /// The file loads; with `--strict` the check fails.
        case warning
        /// The file loads and is correct; the author should know something else.
        case note
    }

    /// A second place that is part of the finding.
    package struct Related: Sendable {
        /// The place.
        package let location: SourceLocation
        /// A sentence about the place.
        package let note: LocalizedText

        package init(location: SourceLocation, note: LocalizedText) {
            self.location = location
            self.note = note
        }
    }

    /// The stable code, such as `RB012`; its meaning never changes.
    package let code: String
    /// The consequence.
    package let severity: Severity
    /// The problem.
    package let message: LocalizedText
    /// Where the finding begins.
    package let location: SourceLocation
    /// The number of code points that the carets underline, at least 1.
    package let length: Int
    /// The remedy.
    package let help: LocalizedText?
    /// Other places that are part of the finding.
    package let related: [Related]

    package init(
        _ code: String,
        _ severity: Severity = .error,
        at location: SourceLocation,
        length: Int = 1,
        _ message: LocalizedText,
        help: LocalizedText? = nil,
        related: [Related] = []
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.location = location
        self.length = max(1, length)
        self.help = help
        self.related = related
    }
}

/// Collects the findings about a set of files, so that one error does not hide the next.
final class DiagnosticCollector {
    private(set) var diagnostics: [Diagnostic] = []
    /// The number of findings beyond ``limit``.
    private(set) var omittedCount = 0
    /// Whether any finding refuses the files, kept or omitted.
    private(set) var hasErrors = false
    private var seen: Set<Finding> = []

    private struct Finding: Hashable {
        let code: String
        let location: SourceLocation
        let message: LocalizedText
    }

    /// The number of findings that are kept, as nobody reads more and a hostile file can cause millions.
    static let limit = 200

    /// Records a finding, the same one at the same place only once.
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

    /// Records an error.
    func error(
        _ code: String,
        at location: SourceLocation,
        length: Int = 1,
        _ message: LocalizedText,
        help: LocalizedText? = nil,
        related: [Diagnostic.Related] = []
    ) {
        report(Diagnostic(code, at: location, length: length, message, help: help, related: related))
    }

    /// The candidate nearest to a misspelt name; nil once a finding about it would be omitted anyway.
    func nearest(_ name: String, among candidates: [String]) -> String? {
        diagnostics.count < Self.limit ? NearestName.find(name, among: candidates) : nil
    }

    /// The findings by place, then by code.
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
