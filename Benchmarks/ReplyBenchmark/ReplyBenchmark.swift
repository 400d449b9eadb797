internal import AlipaySimulator
internal import Foundation
internal import Glibc
internal import LoadSupport

/// Measures one load on one bot, and prints one JSON object; `compare_reply.py` runs it.
@main
enum ReplyBenchmark {
    static func main() async {
        do {
            let run = try ReplyRun(Array(CommandLine.arguments.dropFirst()))
            _ = try OpenFiles.raise()
            let result = try await run.measure()
            print(
                String(
                    decoding: try JSONSerialization.data(withJSONObject: result, options: .sortedKeys),
                    as: UTF8.self
                )
            )
        } catch {
            FileHandle.standardError.write(Data("bench-reply: \(error)\n".utf8))
            exit(2)
        }
    }
}
