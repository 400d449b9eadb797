package import OperatorText
package import RuleAuthoring
package import RuleEngine

extension DiffExpectation {
    /// A fault in a file of expectations.
    package struct Fault: Error, Sendable, Hashable {
        package let location: SourceLocation
        package let message: LocalizedText

        /// `path:line:column: message`.
        package func text(_ language: OperatorLanguage) -> String {
            "\(location.path):\(location.line):\(location.column): \(message[language])"
        }
    }

    /// Reads a file of expectations, such as `退款: {at_least: 40, at_most: 60}`.
    ///
    /// A rule that is in neither rule set is a fault: a typing error would otherwise expect nothing for ever.
    package static func read(_ source: SourceText, old: RuleSet, new: RuleSet) throws(Fault) -> [DiffExpectation] {
        let file = PositionedYAML(source)
        let start = SourceLocation(path: source.path, line: 1, column: 1)
        if let problem = file.problem { throw Fault(location: problem.location, message: problem.message) }
        guard case .pairs(let entries)? = file.root?.content, !entries.isEmpty else {
            throw Fault(location: start, message: form)
        }
        let known = Set((old.rules + new.rules).map(\.id)).union([Fallback.id])
        var seen: Set<String> = []
        var expectations: [DiffExpectation] = []
        for entry in entries {
            guard case .text(let rule) = entry.key.content else { throw Fault(location: entry.key.location, message: form) }
            guard known.contains(rule) else {
                throw Fault(location: entry.key.location, message: unknown(rule, among: known))
            }
            guard seen.insert(rule).inserted else {
                throw Fault(location: entry.key.location, message: LocalizedText("这条规则写了两次", "this rule is written twice"))
            }
            expectations += try bounds(of: rule, entry.value)
        }
        return expectations
    }

    private static func bounds(of rule: String, _ part: PositionedYAML.Part) throws(Fault) -> [DiffExpectation] {
        guard case .pairs(let entries) = part.content, !entries.isEmpty else {
            throw Fault(location: part.location, message: form)
        }
        var expectations: [DiffExpectation] = []
        for entry in entries {
            guard case .text(let word) = entry.key.content, let bound = Bound(rawValue: word),
                !expectations.contains(where: { $0.bound == bound })
            else { throw Fault(location: entry.key.location, message: form) }
            guard case .text(let digits) = entry.value.content, (1...9).contains(digits.utf8.count),
                digits.allSatisfy({ $0.isASCII && $0.isNumber }), let events = Int(digits)
            else { throw Fault(location: entry.value.location, message: form) }
            expectations.append(DiffExpectation(rule: rule, bound: bound, events: events))
        }
        return expectations
    }

    private static let form = LocalizedText(
        "应写成“规则: {exactly: 3}”，或 at_least、at_most",
        "write “rule: {exactly: 3}”, or at_least, at_most"
    )

    private static func unknown(_ rule: String, among known: Set<String>) -> LocalizedText {
        let shown = ForeignText.oneLine(rule.excerpt)
        let near = NearestName.find(rule, among: known.sorted()).map { ForeignText.oneLine($0) }
        return LocalizedText(
            "两边都没有规则“\(shown)”" + (near.map { "；是不是“\($0)”？" } ?? ""),
            "neither side has a rule “\(shown)”" + (near.map { "; did you mean “\($0)”?" } ?? "")
        )
    }
}
