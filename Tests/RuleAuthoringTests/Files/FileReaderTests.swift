import Foundation
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct FileReaderTests {
    /// Runs `body` with a temporary directory that contains files at these paths.
    private func withDirectory(_ paths: [String], _ body: (String) throws -> Void) throws {
        let manager = FileManager.default
        let root = manager.temporaryDirectory.appending(path: "rule-files-\(UUID().uuidString)").path
        defer { try? manager.removeItem(atPath: root) }
        for path in paths {
            let url = URL(fileURLWithPath: "\(root)/rules/\(path)")
            try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("version: 1 # \(path)".utf8).write(to: url)
        }
        try manager.createDirectory(atPath: "\(root)/rules", withIntermediateDirectories: true)
        try body("\(root)/rules")
    }

    private func names(_ root: String, _ kind: RuleFileReader.Kind = .rules) throws -> [String] {
        try RuleFileReader.read(root, kind: kind).map { String($0.path.dropFirst(root.count + 1)) }
    }

    @Test func `a directory is read in byte order of paths, without tests and hidden files`() throws {
        let paths = [
            "b.yaml", "a/z.yml", "a-b.yaml", "B.yaml", "shop_test.yaml", ".b.yaml.swp.yaml", ".git/x.yaml", "读我.txt",
            "中.yaml",
        ]
        try withDirectory(paths) { (root: String) throws in
            #expect(try names(root) == ["B.yaml", "a-b.yaml", "a/z.yml", "b.yaml", "中.yaml"])
            #expect(try names(root, .tests) == ["shop_test.yaml"])
            #expect(try RuleFileReader.read(root + "/a/z.yml").map(\.bytes) == [Array("version: 1 # a/z.yml".utf8)])
        }
    }

    @Test func `a test file that is named is read`() throws {
        try withDirectory(["shop_test.yaml"]) { (root: String) throws in
            #expect(try RuleFileReader.read("\(root)/shop_test.yaml").count == 1)
        }
    }

    @Test func `a link within the directory is followed, one out of it is refused`() throws {
        try withDirectory(["a.yaml", "sub/b.yaml"]) { (root: String) throws in
            let manager = FileManager.default
            try manager.createSymbolicLink(atPath: "\(root)/c.yaml", withDestinationPath: "sub/b.yaml")
            #expect(try names(root) == ["a.yaml", "c.yaml", "sub/b.yaml"])
            try manager.createSymbolicLink(atPath: "\(root)/d.yaml", withDestinationPath: "/etc/hostname")
            #expect(refusal(root)?.path == "\(root)/d.yaml")
            try manager.removeItem(atPath: "\(root)/d.yaml")
            try manager.createSymbolicLink(atPath: "\(root)/sub/out", withDestinationPath: "/etc")
            #expect(refusal(root)?.path == "\(root)/sub/out")
        }
    }

    @Test func `a link that goes in circles is refused`() throws {
        try withDirectory(["a.yaml"]) { (root: String) throws in
            try FileManager.default.createSymbolicLink(atPath: "\(root)/again", withDestinationPath: ".")
            #expect(refusal(root) != nil)
        }
    }

    @Test(arguments: ["/dev/zero", "/dev/null", "/nowhere/at/all", "", "\u{0}"])
    func `a path that is no file is refused with its path`(path: String) {
        #expect(refusal(path)?.path == path)
    }

    @Test func `a directory without rule files is refused`() throws {
        try withDirectory(["a_test.yaml"]) { (root: String) throws in
            let error = try #require(refusal(root))
            #expect(error.text(.chinese) == "\(root)：目录里没有要读的文件（*.yaml、*.yml）。检查路径，或先写一个文件")
        }
    }

    @Test func `too many bytes are refused`() throws {
        try withDirectory(["a.yaml"]) { (root: String) throws in
            try Data(count: RuleFileReader.byteLimit).write(to: URL(fileURLWithPath: "\(root)/b.yaml"))
            #expect(refusal(root)?.path == "\(root)/b.yaml")
        }
    }

    private func refusal(_ path: String) -> RuleFileReadError? {
        do throws(RuleFileReadError) {
            _ = try RuleFileReader.read(path)
            return nil
        } catch {
            return error
        }
    }

    @Test func `the ending of a name may be written in capitals`() throws {
        try withDirectory(["UP.YAML", "a.Yml", "UP_TEST.YAML"]) { (root: String) throws in
            #expect(try names(root) == ["UP.YAML", "a.Yml"])
            #expect(try names(root, .tests) == ["UP_TEST.YAML"])
        }
    }
}
