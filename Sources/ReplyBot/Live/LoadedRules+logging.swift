internal import Logging
internal import RuleEngine

extension LoadedRules {
    /// Writes what was found, errors first as such: one line each, without excerpt and help.
    func logFindings(to logger: Logger, _ language: OperatorLanguage = .current) {
        for finding in result.diagnostics {
            let headline = DiagnosticRenderer().headline(finding, language: language)
            let level: Logger.Level =
                switch finding.severity {
                case .error: .error
                case .warning: .warning
                case .note: .notice
                }
            logger.log(level: level, "rule file finding", metadata: ["finding": "\(headline)"])
        }
        guard result.omittedCount > 0 else { return }
        logger.warning("more rule file findings", metadata: ["count": "\(result.omittedCount)"])
    }
}
