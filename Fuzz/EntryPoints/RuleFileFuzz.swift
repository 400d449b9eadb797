import Foundation
import OperatorText
import RuleAuthoring
import RuleEngine

/// Whatever is written, a rule file is refused with findings that can be shown, or becomes rules that decide.
enum RuleFileFuzz {
    private static let path = "fuzz.yaml"

    static func fault(in bytes: [UInt8]) -> String? {
        let result = load(bytes)
        let hasErrors = result.diagnostics.contains { $0.severity == .error } || result.omittedCount > 0
        if result.ruleSet == nil, !hasErrors { return "refused without a reason" }
        if result.diagnostics.count > 200 { return "\(result.diagnostics.count) findings" }
        for finding in result.diagnostics {
            if let fault = fault(of: finding, in: result.sources[path]) { return fault }
        }
        if shown(result) != shown(load(bytes)) { return "two runs differ" }
        return result.ruleSet.flatMap { decisionFault($0, String(decoding: bytes.suffix(64), as: UTF8.self)) }
    }

    private static func load(_ bytes: [UInt8]) -> RuleLoadResult {
        RuleLoader.load([SourceFile(path: path, bytes: bytes)])
    }

    private static func shown(_ result: RuleLoadResult) -> [String] {
        result.diagnostics.map { "\($0.location.line):\($0.location.column) \($0.code) \($0.message.english)" }
    }

    /// A finding points into the file, and nothing of the file reaches the terminal as a command.
    private static func fault(of finding: Diagnostic, in source: SourceText?) -> String? {
        let place = finding.location
        if let source, !(1...source.lineCount).contains(place.line) || place.column < 1 {
            return "\(finding.code) points at line \(place.line) of \(source.lineCount), column \(place.column)"
        }
        for language in OperatorLanguage.allCases {
            let text = DiagnosticRenderer().render(finding, source: source, language: language)
            if !text.hasPrefix("\(path):\(place.line):\(place.column): ") { return "\(finding.code) begins \(text)" }
            let isHostile = text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control }
            if isHostile { return "\(finding.code) shows a control character" }
        }
        return nil
    }

    private static func decisionFault(_ rules: RuleSet, _ text: String) -> String? {
        let event = RuleEvent(.text(text), userID: "2088000000000001", messageID: "1")
        let now = Date(timeIntervalSince1970: 1_770_000_000)
        let first = rules.decide(event, state: ContactState(), at: now)
        let second = rules.decide(event, state: ContactState(), at: now)
        return first.outcome == second.outcome && first.messages == second.messages ? nil : "two decisions differ"
    }
}
