package import Evidence
internal import Foundation
internal import OperatorText
internal import RuleAuthoring
internal import RuleEngine

/// Runs recorded events through two rule sets.
package struct RuleComparison: Sendable {
    private let old: DiffSide
    private let new: DiffSide
    private let reader: TrafficReader

    package init(old: DiffSide, new: DiffSide, reader: TrafficReader = TrafficReader()) {
        self.old = old
        self.new = new
        self.reader = reader
    }

    /// Compares the answers to all events.
    ///
    /// - Throws: `CommandFailure` when the events cannot be read, or when none of them counts: nothing was compared.
    package func run(
        on source: TrafficSource,
        options: RuleDiff.Options,
        report: (TrafficSource.Progress) -> Void = { _ in }
    ) async throws -> DiffResult {
        var diff = RuleDiff(old: old, new: new, options: options)
        var read = 0
        let unreadable = try await source.read(by: reader, report: report) { item in
            diff.take(item.entry)
            read += 1
        }
        let result = diff.finish()
        guard result.counts.total > 0 else {
            throw CommandFailure(
                "没有一个事件可以比较（读到 \(read) 个，读不懂 \(unreadable) 个，没有判定 \(result.undecided) 个）："
                    + "检查录制文件、--since 和 --until",
                "no event could be compared (\(read) read, \(unreadable) not understood, \(result.undecided) not decided): "
                    + "check the recording, --since and --until"
            )
        }
        return result
    }
}

extension DiffSide {
    /// Reads one side; `other` is the path of the other one.
    ///
    /// - Throws: `CommandFailure` when there is nothing to read, or when the rules have errors.
    package static func read(_ text: String, other: String) async throws -> DiffSide {
        guard let place = RulePlace(text), let otherPlace = RulePlace(other) else {
            let wrong = ForeignText.oneLine(RulePlace(text) == nil ? text : other)
            throw CommandFailure(
                "“\(wrong)”不是规则的位置：写目录、文件、git:提交 或 git:提交:路径",
                "“\(wrong)” is no place of rules: give a folder, a file, git:COMMIT or git:COMMIT:PATH"
            )
        }
        let loaded = try await LoadedRules(at: place, other: otherPlace.path)
        return DiffSide(name: text, rules: try loaded.ruleSet(), sources: loaded.result.sources)
    }
}

extension DiffExpectation {
    /// Reads a file of expectations about the two sides.
    ///
    /// - Throws: `CommandFailure` when it cannot be read.
    package static func read(path: String, old: DiffSide, new: DiffSide) throws -> [DiffExpectation] {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20,
            let text = String(data: data, encoding: .utf8)
        else {
            throw CommandFailure("读不到 \(path)：检查路径和权限", "cannot read \(path): check path and mode")
        }
        do {
            return try read(SourceText(path: path, text: text), old: old.rules, new: new.rules)
        } catch {
            throw CommandFailure(findings: [error.text(.current)])
        }
    }
}
