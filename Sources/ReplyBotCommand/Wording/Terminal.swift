internal import Foundation

/// Results go to stdout, everything else to stderr.
enum Terminal {
    /// Prints a result.
    static func result(_ text: String) {
        // A reader that went away, or a full disk, must not crash the command.
        try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }

    /// Prints what is not a result.
    static func notice(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data("\(text)\n".utf8))
    }
}
