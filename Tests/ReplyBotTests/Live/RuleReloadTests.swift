import AlipaySimulator
import BotCore
import Foundation
import Logging
import RuleEngine
import ServiceLifecycle
import TestSupport
import Testing

@testable import ReplyBot

/// The rules in use after changes of their files.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct RuleReloadTests {
    private static func rules(_ reply: String) -> String {
        "version: 1\nrules: [{id: a, match: [喂], reply: \(reply)}]\n"
    }

    /// Rule files in a folder, and the bot's parts that read them.
    private struct Shop {
        let file: URL
        let rules: CurrentRules
        let reloader: RuleReloader
        let logs = LogCollection()
        let clock = ManualClock(TestWorld.start)

        init(in folder: URL, content: String = RuleReloadTests.rules("一")) throws {
            file = folder.appending(path: "shop.yaml")
            try Data(content.utf8).write(to: file)
            let content = try RuleContent(path: folder.path)
            let loaded = LoadedRules(content, now: TestWorld.start)
            rules = CurrentRules(try loaded.ruleSet(), checksum: content.checksum, loaded: TestWorld.start)
            reloader = RuleReloader(
                path: folder.path,
                rules: rules,
                clock: clock,
                logger: logs.logger(level: .info),
                metrics: BotMetrics()
            )
        }

        func write(_ content: String) throws {
            try Data(content.utf8).write(to: file, options: .atomic)
        }

        /// The answer of the rules in use.
        var answer: String? {
            let event = RuleEvent(.text("喂"), userID: TestWorld.user, messageID: "1")
            let decision = rules.current.rules.decide(event, state: ContactState(), at: TestWorld.start)
            guard case .text(let text) = decision.messages.first else { return nil }
            return text
        }
    }

    @Test func `other rules are put in use, and count one more generation`() async throws {
        try await withTemporaryFolder { folder in
            let shop = try Shop(in: folder)
            try shop.write(Self.rules("二"))
            await shop.reloader.reload()
            #expect(shop.answer == "二" && shop.rules.current.generation == 2 && shop.rules.disk == .same)
            #expect(shop.logs.lines.contains { $0.contains("rules were read again") })
        }
    }

    @Test(
        arguments: [
            ("version: 1\nrules: [{id: a, match: [喂]}]\n", "RB010"),
            ("version: 1\nrules: [{id: a, match: [喂], rep", "RB00"),
            ("", "RB0"),
        ]
    )
    func `broken rules leave the old ones in use, and the log says why and where`(
        content: String,
        code: String
    ) async throws {
        try await withTemporaryFolder { folder in
            let shop = try Shop(in: folder)
            try shop.write(content)
            await shop.reloader.reload()
            #expect(shop.answer == "一" && shop.rules.current.generation == 1)
            #expect(shop.rules.disk == .different(since: TestWorld.start))
            #expect(shop.logs.lines.contains { $0.contains("shop.yaml:") && $0.contains(code) }, "\(shop.logs.lines)")
            #expect(shop.logs.lines.contains { $0.contains("the old rules stay in use") })
        }
    }

    @Test func `files that are gone or no files leave the old rules in use`() async throws {
        try await withTemporaryFolder { folder in
            let shop = try Shop(in: folder)
            try FileManager.default.removeItem(at: shop.file)
            await shop.reloader.reload()
            #expect(shop.answer == "一" && shop.rules.disk != .same)
            try FileManager.default.createDirectory(at: shop.file, withIntermediateDirectories: false)
            await shop.reloader.reload()
            #expect(shop.answer == "一" && shop.rules.disk != .same && shop.rules.current.generation == 1)
        }
    }

    @Test func `the old content coming back is the rules in use`() async throws {
        try await withTemporaryFolder { folder in
            let shop = try Shop(in: folder)
            try shop.write("rules: [")
            await shop.reloader.reload()
            #expect(shop.rules.disk != .same)
            try shop.write(Self.rules("一"))
            await shop.reloader.reload()
            #expect(shop.rules.disk == .same && shop.rules.current.generation == 1)
            #expect(shop.logs.lines.contains { $0.contains("in use again") })
        }
    }

    @Test func `where rules are not to be reloaded, other ones are noticed only`() async throws {
        try await withTemporaryFolder { folder in
            let shop = try Shop(in: folder)
            var reloader = shop.reloader
            reloader.onlyLooks = true
            try shop.write(Self.rules("二"))
            await reloader.reload()
            #expect(shop.answer == "一" && shop.rules.disk == .different(since: TestWorld.start))
            try shop.write(Self.rules("一"))
            await reloader.reload()
            #expect(shop.answer == "一" && shop.rules.disk == .same)
        }
    }

    @Test func `a file is read when it has not changed between two looks`() async throws {
        try await withTemporaryFolder { folder in
            let shop = try Shop(in: folder)
            let watch = RuleWatch(reloader: shop.reloader, clock: shop.clock)
            let task = Task { try await watch.run() }
            try await shop.clock.untilSomebodySleeps(atMost: RuleWatch.period)
            try shop.write("version: 1\nrules: [")
            shop.clock.advance(by: RuleWatch.period)
            try await shop.clock.untilSomebodySleeps(atMost: RuleWatch.quiet)
            // The other half comes before the second poll.
            try shop.write(Self.rules("二") + "# more\n")
            for _ in 0..<2 {
                #expect(shop.answer == "一" && shop.rules.disk == .same)
                shop.clock.advance(by: RuleWatch.quiet)
                try await shop.clock.untilSomebodySleeps(atMost: RuleWatch.period)
            }
            #expect(shop.answer == "二" && shop.rules.current.generation == 2)
            task.cancel()
            try? await task.value
        }
    }

    @Test func `a link that leads elsewhere is a change`() async throws {
        try await withTemporaryFolder { folder in
            let shop = try Shop(in: folder)
            let before = RuleListing(of: folder.path)
            let other = folder.appending(path: "other.txt")
            try Data(Self.rules("一").utf8).write(to: other)
            try FileManager.default.removeItem(at: shop.file)
            try FileManager.default.createSymbolicLink(at: shop.file, withDestinationURL: other)
            #expect(RuleListing(of: folder.path) != before)
            #expect(RuleListing(of: folder.path) == RuleListing(of: folder.path))
        }
    }

    /// The content of the file at each reload.
    private enum Change: Equatable {
        case rules(String)
        case text(String)
        /// The first half of the rules, as of an unfinished copy.
        case half(String)
        case gone
        case pipe

        /// One of six is broken, each in another way.
        init(_ number: Int) {
            let rules = RuleReloadTests.rules("第\(number)版")
            switch number % 24 {
            case 5: self = .text("rules: [")
            case 11: self = .half(rules)
            case 17: self = .gone
            case 23: self = .pipe
            default: self = .rules(rules)
            }
        }

        var isGood: Bool { if case .rules = self { true } else { false } }

        func make(_ shop: Shop) throws {
            switch self {
            case .rules(let text), .text(let text): try shop.write(text)
            case .half(let text): try Data(text.utf8.prefix(text.utf8.count / 2)).write(to: shop.file)
            case .gone: try FileManager.default.removeItem(at: shop.file)
            case .pipe:
                try FileManager.default.removeItem(at: shop.file)
                let made = unsafe mkfifo(shop.file.path, 0o600)
                try #require(made == 0)
            }
        }
    }

    /// RELIABILITY F21: each event is answered, by the rules of one moment.
    @Test func `no event goes without a reply while rules change and break two hundred times`() async throws {
        let changes = (1...200).map(Change.init)
        #expect(changes.count { !$0.isGood } == 33)
        try await withTemporaryFolder { folder in
            let shop = try Shop(in: folder, content: Self.rules("第0版"))
            var options = TestWorld.Options()
            options.currentRules = shop.rules
            options.configure = { $0.delivery.rate.burst = 10_000 }
            try await TestWorld.run(options) { world in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for lane in 0..<4 {
                        group.addTask {
                            for number in 0..<50 {
                                let user = "20881021224\(10 + lane)\(100 + number)"
                                let verdict = try await world.deliver(.say("喂"), id: user, user: user)
                                #expect(verdict == .acknowledged(userID: user))
                            }
                        }
                    }
                    for change in changes {
                        try change.make(shop)
                        await shop.reloader.reload()
                        #expect((shop.rules.disk == .same) == change.isGood)
                    }
                    try await group.waitForAll()
                }
                let good = (1...200).filter { Change($0).isGood }
                let possible = Set(([0] + good).map { "第\($0)版" })
                let sent = try await world.received(200)
                #expect(sent.count == 200 && sent.allSatisfy { possible.contains($0.text) })
                #expect(Set(sent.map(\.text)).count > 10)
                #expect(shop.rules.current.generation == 1 + good.count)
            }
        }
    }
}
