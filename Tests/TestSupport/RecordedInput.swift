internal import Foundation

/// One recorded input of a fuzzer: a seed, or a finding.
package struct RecordedInput<Target: RawRepresentable<String> & Sendable>: Sendable, CustomStringConvertible {
    /// The fuzzed entry point.
    package let target: Target
    private let file: URL

    /// The target and the name of the file.
    package var description: String { "\(target.rawValue)/\(file.lastPathComponent)" }

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

    /// Copies of the input with more and more random bytes, always the same.
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
