import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// A world whose store is a file with a control socket beside it, and the commands that operate it.
struct OperatedWorld: Sendable {
    let world: TestWorld
    let database: String

    /// Starts everything in a folder of its own, runs `body`, and stops everything.
    static func run<Value: Sendable>(
        _ options: TestWorld.Options = TestWorld.Options(),
        _ body: @escaping @Sendable (OperatedWorld) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryFolder { folder in
            let database = folder.appending(path: "replybot.db").path
            let store = try ReplyStore(path: database)
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

    /// What the running bot makes of a wish.
    func perform(_ request: ControlRequest) async throws -> [ControlOutcome] {
        try await ControlClient(database: database, policy: DeliveryPolicy()).perform(request).results.map(\.outcome)
    }

    /// Reads the database as commands do.
    var reader: JournalReader { get throws { try ReplyStore.openReadOnly(path: database) } }
}
