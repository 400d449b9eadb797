internal import Foundation

/// One input of a fuzzer that is kept in the repository: what it begins with, or what it found.
package struct RecordedInput<Target: RawRepresentable<String> & Sendable>: Sendable, CustomStringConvertible {
    /// Whose input it is.
    package let target: Target
    private let file: URL

    /// Which one it is.
    package var description: String { "\(target.rawValue)/\(file.lastPathComponent)" }

    /// What is in it.
    package var bytes: [UInt8] {
        get throws { [UInt8](try Data(contentsOf: file)) }
    }

    /// The inputs of some targets in a folder of `Fuzz`.
    package static func all(of targets: [Target], in folder: String) throws -> [RecordedInput] {
        let root = URL(filePath: #filePath).appending(path: "../../../Fuzz/\(folder)").standardizedFileURL
        return try targets.flatMap { target in
            let directory = root.appending(path: target.rawValue)
            return try FileManager.default.contentsOfDirectory(atPath: directory.path)
                .filter { !$0.hasPrefix(".") }
                .sorted()
                .map { RecordedInput(target: target, file: directory.appending(path: $0)) }
        }
    }

    /// Copies of the input with one byte after the other changed at random, always the same.
    package func bent(times: Int = 5, limit: Int) throws -> [[UInt8]] {
        var generator = SeededGenerator(seed: 1)
        var bytes = Array(try bytes.prefix(limit))
        guard !bytes.isEmpty else { return [] }
        return (0..<times)
            .map { _ in
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
                    in: .min ... .max,
                    using: &generator
                )
                return bytes
            }
    }
}
