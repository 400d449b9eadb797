import Foundation
import TestSupport
import Testing
import WireFuzzEntryPoints

/// What the fuzzers of the wire have found, and what they begin with, once more; `make fuzz-wire` goes on from there.
@Suite(.timeLimit(.minutes(20)))
struct WireFuzzReplayTests {
    /// One recorded input.
    struct Input: Sendable, CustomTestStringConvertible {
        let target: WireFuzzTarget
        let file: URL

        var testDescription: String { "\(target.rawValue)/\(file.lastPathComponent)" }

        var bytes: [UInt8] {
            get throws { [UInt8](try Data(contentsOf: file)) }
        }
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Fuzz").standardizedFileURL

    private static func inputs(in folder: String) throws -> [Input] {
        try WireFuzzTarget.allCases.flatMap { target in
            let directory = Self.folder.appending(path: "\(folder)/\(target.rawValue)")
            return try FileManager.default.contentsOfDirectory(atPath: directory.path)
                .filter { !$0.hasPrefix(".") }
                .sorted()
                .map { Input(target: target, file: directory.appending(path: $0)) }
        }
    }

    @Test(arguments: try inputs(in: "Corpus") + inputs(in: "Regressions"))
    func `a recorded input does nothing that it must not`(_ input: Input) throws {
        #expect(input.target.fault(in: try input.bytes) == nil)
    }

    @Test(arguments: WireFuzzTarget.allCases)
    func `every target has inputs to begin with`(_ target: WireFuzzTarget) throws {
        #expect(try Self.inputs(in: "Corpus").count { $0.target == target } >= 10)
    }

    /// A short, seeded search, for those who have no libFuzzer.
    @Test(arguments: WireFuzzTarget.allCases)
    func `an input with bytes changed at random does nothing that it must not`(_ target: WireFuzzTarget) throws {
        var generator = SeededGenerator(seed: 1)
        for input in try Self.inputs(in: "Corpus") where input.target == target {
            var bytes = Array(try input.bytes.prefix(2_000))
            for _ in 0..<5 where !bytes.isEmpty {
                let index = Int.random(in: bytes.indices, using: &generator)
                bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
                #expect(target.fault(in: bytes) == nil, "\(input.testDescription), changed: \(bytes)")
            }
        }
    }
}
