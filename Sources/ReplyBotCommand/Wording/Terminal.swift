internal import Foundation
internal import OperatorText

/// Results go to stdout, everything else to stderr.
enum Terminal {
    /// Prints to stdout.
    static func result(_ text: String) {
        // A closed pipe or a full disk must not crash the command.
        try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }

    /// Writes to stderr what a terminal obeys, such as the return to the beginning of a line.
    static func draw(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// Whether a person watches stderr on a terminal that can redraw a line.
    static var showsProgress: Bool { isTerminal(FileHandle.standardError) }

    /// Whether stdout is a terminal, too.
    static var resultIsShown: Bool { isTerminal(FileHandle.standardOutput) }

    /// Whether stderr shows colours.
    static var showsColours: Bool {
        isTerminal(FileHandle.standardError) && ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty ?? true
    }

    /// The width for the lines of a result: that of `COLUMNS`, else that of the terminal; nil where stdout is none.
    static var columns: Int? { width(of: FileHandle.standardOutput) }

    /// The width for a line that is drawn on stderr.
    static var progressColumns: Int { min(width(of: FileHandle.standardError) ?? TextTable.width, TextTable.width) }

    /// The least width that is believed.
    private static let leastColumns = 20

    private static func width(of file: FileHandle) -> Int? {
        if let text = ProcessInfo.processInfo.environment["COLUMNS"], let columns = Int(text), columns >= leastColumns {
            return columns
        }
        guard isatty(file.fileDescriptor) == 1 else { return nil }
        var size = winsize()
        guard unsafe ioctl(file.fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= leastColumns else {
            return nil
        }
        return Int(size.ws_col)
    }

    private static func isTerminal(_ file: FileHandle) -> Bool {
        isatty(file.fileDescriptor) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
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
