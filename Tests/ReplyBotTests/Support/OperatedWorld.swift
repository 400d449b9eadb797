import BotCore
import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// A world whose store is a file with a control socket, and the commands that operate it.
struct OperatedWorld: Sendable {
    let world: TestWorld
    let database: String

    /// Starts everything in a folder of its own, runs `body`, and stops everything.
    ///
    /// With a request in `leaving`, an earlier process has quarantined its event.
    static func run<Value: Sendable>(
        _ options: TestWorld.Options = TestWorld.Options(),
        leaving: RecordedRequest? = nil,
        _ body: @escaping @Sendable (OperatedWorld) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryFolder { folder in
            let database = folder.appending(path: "replybot.db").path
            let store = try ReplyStore(path: database, options: .unhurried)
            if let leaving { try await setAside(leaving, in: store) }
            var options = options
            options.store = store
            options.controlSocket = ControlSocket(database: database)
            let value = try await TestWorld.run(options) { world in
                try await body(OperatedWorld(world: world, database: database))
            }
            try await store.close()
            return value
        }
    }

    private static func setAside(_ request: RecordedRequest, in store: ReplyStore) async throws {
        let entry = JournalEntry(
            dedupeKey: Array(repeating: 1, count: 16),
            appID: SimulationKeys.appID,
            userID: TestWorld.user,
            kind: "text",
            created: TestWorld.start,
            received: TestWorld.start,
            request: request
        )
        guard case .first(let id) = try await store.record(entry) else {
            Issue.record("recorded before")
            return
        }
        #expect(try await store.quarantine(id, reason: .poison))
    }

    /// The outcomes of a request to the running bot.
    func perform(_ request: ControlRequest) async throws -> [ControlOutcome] {
        try await ControlClient(database: database, policy: DeliveryPolicy()).perform(request).results.map(\.outcome)
    }

    /// Reads the database as commands do.
    var reader: JournalReader { get throws { try ReplyStore.openReadOnly(path: database) } }
}
