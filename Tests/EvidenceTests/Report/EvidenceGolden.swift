import Foundation
import OperatorText
import Testing

/// Texts that an operator reads, kept in `Fixtures`; `UPDATE_GOLDEN=1` rewrites them.
enum EvidenceGolden {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    static func expect(_ text: String, _ name: String) throws {
        let file = folder.appending(path: name)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try (text + "\n").write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(text + "\n" == (try String(contentsOf: file, encoding: .utf8)), "\(name)")
    }
}
