internal import Foundation

/// Results go to stdout, everything else to stderr.
enum Terminal {
    /// Prints a result.
    static func result(_ text: String) {
        FileHandle.standardOutput.write(Data("\(text)\n".utf8))
    }

    /// Prints what is not a result.
    static func notice(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
