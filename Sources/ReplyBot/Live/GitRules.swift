internal import Foundation
internal import OperatorText
internal import RuleAuthoring

/// The place of rules on one side of a comparison: a path, or a path in a commit of git.
package enum RulePlace: Sendable, Hashable {
    case path(String)
    /// `git:REF` or `git:REF:path`; without a path it is that of the other side.
    case git(ref: String, path: String?)

    /// Parses `rules/`, `git:main` or `git:main:rules/shop.yaml`; nil for an empty path or a commit that is none.
    package init?(_ text: String) {
        guard text.hasPrefix("git:") else {
            if text.isEmpty { return nil }
            self = .path(text)
            return
        }
        let parts = text.dropFirst(4).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        // A name that begins with a dash would be an option of git.
        guard let ref = parts.first, !ref.isEmpty, !ref.hasPrefix("-") else { return nil }
        let path = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
        self = .git(ref: String(ref), path: path)
    }

    /// The path, if it is named.
    package var path: String? {
        switch self {
        case .path(let path): path
        case .git(_, let path): path
        }
    }
}

extension LoadedRules {
    /// Reads the rules at a place; `other` is the path of the other side.
    ///
    /// - Throws: `CommandFailure` when there is nothing to read.
    package init(at place: RulePlace, other: String?) async throws {
        switch place {
        case .path(let path): self = try LoadedRules(path: path)
        case .git(let ref, let path):
            let files = try await GitFiles(ref: ref, path: path ?? other ?? "rules").read()
            result = RuleLoader.load(files, now: Date())
        }
    }
}

/// The rule files of a commit, read without touching the working tree.
private struct GitFiles {
    let ref: String
    /// A file or a folder, from the current folder or absolute.
    let path: String

    /// The greatest size of a listing or a file, in bytes.
    private static let limit = RuleFileReader.byteLimit

    func read() async throws -> [SourceFile] {
        let commit = try await commit()
        let names = try await names(in: commit)
        guard names.count <= RuleFileReader.fileLimit else {
            throw CommandFailure("git:\(shown) 里的规则文件过多", "git:\(shown) has too many rule files")
        }
        var (files, bytes): ([SourceFile], Int) = ([], 0)
        for name in names {
            guard case let found = try await git(["cat-file", "blob", "\(commit):./\(name)"]), found.status == 0 else {
                throw missing
            }
            bytes += found.output.count
            guard bytes <= Self.limit else {
                throw CommandFailure("git:\(shown) 里的规则文件太大", "the rule files of git:\(shown) are too large")
            }
            files.append(SourceFile(path: "git:\(ref):\(name)", bytes: [UInt8](found.output)))
        }
        return files
    }

    /// The commit's id, so that a branch that moves meanwhile does not mix two commits.
    private func commit() async throws -> String {
        let found = try await git(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(ref)^{commit}"])
        let id = String(decoding: found.output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard found.status == 0, !id.isEmpty, id.allSatisfy(\.isHexDigit) else {
            throw CommandFailure(
                "git 里没有提交 \(ForeignText.oneLine(ref))：用 git log 查看，并在仓库里运行",
                "git has no commit \(ForeignText.oneLine(ref)): see git log, and run this inside the repository"
            )
        }
        return id
    }

    /// The rule files at the path, in byte order, from the folder in which git runs.
    private func names(in commit: String) async throws -> [String] {
        let found = try await git(["ls-tree", "-r", "-z", commit, "--", relativePath])
        let entries = found.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        let files = entries.compactMap { entry -> String? in
            let parts = entry.split(separator: "\t", maxSplits: 1)
            // A link has the mode 120000, another repository 160000.
            return parts.count == 2 && parts[0].hasPrefix("100") ? String(parts[1]) : nil
        }
        guard found.status == 0, !files.isEmpty else { throw missing }
        if files.count == 1, files[0] == relativePath { return files }
        let rules = files.filter { file in
            let inside = file.dropFirst(relativePath == "." ? 0 : relativePath.count)
            let name = (file.split(separator: "/").last ?? "").lowercased()
            let ending = [".yaml", ".yml"].first(where: name.hasSuffix)
            return !inside.split(separator: "/").contains { $0.hasPrefix(".") }
                && ending.map { !name.dropLast($0.count).hasSuffix("_test") } ?? false
        }
        guard !rules.isEmpty else { throw missing }
        return rules.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The folder in which git runs: the current one, or the nearest that exists above an absolute path.
    private var folder: String {
        guard path.hasPrefix("/") else { return "." }
        var url = URL(filePath: path).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: url.path), url.path != "/" { url.deleteLastPathComponent() }
        return url.path
    }

    private var relativePath: String {
        var relative = path.hasPrefix("/") ? String(path.dropFirst(folder == "/" ? 1 : folder.count + 1)) : path
        while relative.hasSuffix("/"), relative.count > 1 { relative.removeLast() }
        while relative.hasPrefix("./") { relative.removeFirst(2) }
        return relative.isEmpty ? "." : relative
    }

    private var shown: String { ForeignText.oneLine("\(ref):\(relativePath)") }

    private var missing: CommandFailure {
        CommandFailure(
            "提交 \(ForeignText.oneLine(ref)) 里没有规则文件 \(ForeignText.oneLine(relativePath))：用 git:提交:路径 指定",
            "the commit \(ForeignText.oneLine(ref)) has no rule file at \(ForeignText.oneLine(relativePath)):"
                + " name it with git:COMMIT:PATH"
        )
    }

    private func git(_ arguments: [String]) async throws -> ChildProgram.Outcome {
        do {
            return try await ChildProgram(name: "git", arguments: ["--literal-pathspecs", "-C", folder] + arguments)
                .run(limit: Self.limit)
        } catch .notStarted {
            throw CommandFailure("启动不了 git：请先安装", "git cannot be started: install it")
        } catch {
            throw CommandFailure("git:\(shown) 里的规则文件太大", "the rule files of git:\(shown) are too large")
        }
    }
}
