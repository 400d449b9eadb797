internal import Foundation
internal import OperatorText

/// Results go to stdout, everything else to stderr.
enum Terminal {
    /// Prints to stdout.
    static func result(_ text: String) {
        // A closed pipe or a full disk must not crash the command.
        try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }

    /// Prints to stderr.
    static func notice(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data("\(text)\n".utf8))
    }
}

/// One line of JSON, with its keys in order.
enum JSONLine {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ForeignText.json(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
