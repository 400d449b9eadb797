internal import Foundation

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
