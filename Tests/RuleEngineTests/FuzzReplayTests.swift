import Foundation
import FuzzEntryPoints
import Testing

/// What the fuzzers have found, and what they begin with, once more; `make fuzz` goes on from there.
@Suite(.timeLimit(.minutes(20)))
struct FuzzReplayTests {
    /// One recorded input.
    struct Input: CustomTestStringConvertible {
        let target: FuzzTarget
        let file: URL

        var testDescription: String { "\(target.rawValue)/\(file.lastPathComponent)" }
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fuzz").standardizedFileURL

    private static func inputs(in folder: String) throws -> [Input] {
        try FuzzTarget.allCases.flatMap { target in
            let directory = Self.folder.appending(path: "\(folder)/\(target.rawValue)")
            return try FileManager.default.contentsOfDirectory(atPath: directory.path)
                .filter { !$0.hasPrefix(".") }
                .sorted()
                .map { Input(target: target, file: directory.appending(path: $0)) }
        }
    }

    @Test(arguments: try inputs(in: "Corpus") + inputs(in: "Regressions"))
    func `a recorded input does nothing that it must not`(input: Input) throws {
        #expect(input.target.fault(in: [UInt8](try Data(contentsOf: input.file))) == nil)
    }

    @Test(arguments: FuzzTarget.allCases)
    func `every target has inputs to begin with`(target: FuzzTarget) throws {
        #expect(try Self.inputs(in: "Corpus").count { $0.target == target } >= 10)
    }

    /// A short, seeded search, for those who have no libFuzzer.
    @Test(arguments: FuzzTarget.allCases)
    func `an input with bytes changed at random does nothing that it must not`(target: FuzzTarget) throws {
        var generator = MatchingSeededGenerator(seed: 1)
        for input in try Self.inputs(in: "Corpus") where input.target == target {
            var bytes = [UInt8](try Data(contentsOf: input.file).prefix(1_000))
            for _ in 0..<5 where !bytes.isEmpty {
                let index = Int.random(in: bytes.indices, using: &generator)
                bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
                #expect(target.fault(in: bytes) == nil, "\(input.testDescription), changed: \(bytes)")
            }
        }
    }
}
