import Foundation
import OperatorText
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// What commands say that read a database, where none is, or another one than they can read.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct MissingStoreTests {
    private static let reading = [
        "events ls", "events show e1", "events why e1", "events export", "queue ls", "queue show 1", "handoff ls",
        "follower show 2088000000000001", "follower export 2088000000000001",
    ]
    private static let changing = [
        "queue retry 1", "queue drop 1", "handoff start 2088000000000001 --for 1h", "handoff end 2088000000000001",
        "follower forget 2088000000000001",
    ]

    private static func run(
        _ command: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> BotProcess.Outcome {
        try await BotProcess.run(
            command.split(separator: " ").map(String.init) + arguments + ["--lang", "en"],
            environment: environment
        )
    }

    @Test(arguments: reading + changing)
    func `a missing database is named with the origin of its path, and not made`(command: String) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "replybot.yaml")
            try Data("store: {url: \"sqlite:none.db\"}\n".utf8).write(to: file)
            let path = folder.appending(path: "none.db").path
            let origins: [(arguments: [String], environment: [String: String], origin: String)] = [
                (["--store", path], [:], "from --store"),
                (["--config", file.path], [:], "store.url at \(file.path):1"),
                ([], ["REPLYBOT_STORE_URL": "sqlite:\(path)"], "from the variable REPLYBOT_STORE_URL"),
            ]
            for (arguments, environment, origin) in origins {
                let outcome = try await Self.run(command, arguments, environment: environment)
                #expect(outcome.status == 2 && outcome.output.isEmpty)
                #expect(
                    outcome.errors
                        == "error: there is no database \(path) (\(origin)): name the file with --store, or the "
                        + "settings with --config; replybot serve makes the database at its first start\n"
                )
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["replybot.yaml"])
        }
    }

    @Test func `a relative path is shown with the folder from which it counts, and the default as one`() async throws {
        let outcome = try await Self.run("events ls", [])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("there is no database replybot.db in /"), "\(outcome.errors)")
        #expect(outcome.errors.contains("(the default, as store.url is not set)"))
    }

    @Test(arguments: ["mine", "report", "replay", "diff rules rules"])
    func `an evidence command names a missing database too, and a recording that is given as one`(
        command: String
    ) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "none.db").path
            let missing = try await Self.run(command, ["--store", path])
            #expect(
                missing.status == 2 && missing.errors.hasPrefix("error: there is no database \(path) (from --store)")
            )
            let recording = folder.appending(path: "events.jsonl").path
            try Data("{\"v\":1}\n".utf8).write(to: URL(filePath: recording))
            let wrong = try await Self.run(command, ["--store", recording])
            #expect(wrong.status == 2)
            #expect(
                wrong.errors
                    == "error: \(recording) is no database of replybot; a recording is given as EVENTS, without --store\n"
            )
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["events.jsonl"])
        }
    }

    @Test(arguments: ["mine", "report", "replay", "diff rules rules"])
    func `a database that is given as a recording is told to need --store`(command: String) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "r.db").path
            let store = try ReplyStore(path: path)
            try await store.close()
            let outcome = try await Self.run(command, [path])
            #expect(outcome.status == 2)
            #expect(outcome.errors.hasPrefix("error: \(path) is a database: give it with --store, or"))
        }
    }

    @Test func `the failures of schemas say what to do, in each language alone`() {
        for error in [StoreError.olderSchema(path: "r.db"), .newerSchema(path: "r.db"), .noSchema(path: "r.db")] {
            let text = StoreOpening.failure(error).reasons
            #expect(text.count == 1)
            #expect(text.allSatisfy { $0.english.allSatisfy(\.isASCII) && $0.english.contains("r.db") })
            #expect(text.allSatisfy { $0.chinese.contains("r.db") && $0.chinese.contains { !$0.isASCII } })
        }
        let older = StoreOpening.failure(.olderSchema(path: "r.db")).reasons.map(\.english).joined()
        #expect(older.contains("restart `replybot serve`") && older.contains("copy"))
    }
}
