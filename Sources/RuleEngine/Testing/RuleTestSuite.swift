import Foundation

/// A test file with the rules that it tests, ready to run (RULES C7).
public struct RuleTestSuite: Sendable {
    /// The test file's path as the operator named it.
    public let path: String
    /// The rules under test.
    public let rules: RuleSet
    /// The tests in file order, at least one.
    public let tests: [RuleTest]
    let goldens: [String: String]

    /// Runs the tests whose names contain a text, or all.
    ///
    /// A report without results means that no name contained it.
    public func run(namesContaining part: String? = nil) -> RuleTestReport {
        let chosen = part.map { part in tests.filter { $0.name.contains(scalarsOf: part) } } ?? tests
        return RuleTestRunner(rules: rules, goldens: goldens).run(chosen, isPartial: part != nil)
    }

    /// Writes what was said into the golden files of a report that do not hold it, and returns those.
    ///
    /// The suite keeps the old contents: load it again to run with the new ones.
    public func updateGoldens(of report: RuleTestReport) throws(GoldenWriteError) -> [GoldenReply] {
        let changed = report.changedGoldens
        for reply in changed { try write(reply) }
        return changed
    }

    private func write(_ reply: GoldenReply) throws(GoldenWriteError) {
        let file = SiblingPath(of: path).path(to: reply.file)
        switch FileKind(at: file) {
        case .regular, .missing: break
        case .directory, .other: throw GoldenWriteError(path: file, reason: "not a regular file")
        }
        do {
            try (reply.new + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        } catch {
            throw GoldenWriteError(path: file, reason: error.localizedDescription)
        }
    }
}

/// A golden file that cannot be written.
public struct GoldenWriteError: Error, Sendable {
    /// The file.
    public let path: String
    /// What the system says.
    public let reason: String

    /// The error in words.
    public var message: Phrase {
        Phrase(
            "写不了 \(path);检查目录是否存在、是否有写权限(\(reason))",
            "Cannot write \(path); check that its folder exists and may be written to (\(reason))"
        )
    }
}
