import BotCore
import Foundation
import TestSupport
import Testing

@testable import ReplyStore

/// Random damage to the files of a store: it is detected or harmless; no read returns wrong data.
@Suite(.timeLimit(.minutes(5)), .watched)
struct CorruptionTests {
    static let page = 4_096
    static let events = 300

    enum Damage: CaseIterable {
        case zeroedPage
        case noise
        case truncation
        case flippedPageHeader
    }

    @Test(arguments: ["", "-wal", "-shm"])
    func `damage anywhere in a file is found or harmless`(_ suffix: String) async throws {
        let source = try await openSource(withLog: suffix != "")
        defer { withExtendedLifetime(source) {} }
        let folder = source.folder
        var dice = SeededGenerator(seed: 9)
        var found = 0
        for number in 0..<70 {
            let copy = folder.file("copy-\(number).db")
            for part in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: source.path + part) {
                try FileManager.default.copyItem(atPath: source.path + part, toPath: copy + part)
            }
            let damage = Damage.allCases[number % Damage.allCases.count]
            try harm(copy + suffix, damage, &dice)
            if try await isFound(copy) { found += 1 }
            _ = try ReplyStore.moveDamaged(path: copy, at: noon)
            let anew = try ReplyStore(path: copy, options: options)
            #expect(try await anew.record(.long(1)) != .duplicate)
            try await anew.close()
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix("copy") {
                try FileManager.default.removeItem(atPath: folder.file(name))
            }
        }
        // Mostly pages in use; the log and its index have checksums, and damaged parts of them are ignored.
        #expect(suffix != "" || found > 60, "\(found)")
    }

    private var options: StoreOptions {
        var options = StoreOptions.unhurried
        options.reservedSpace = 0
        return options
    }

    private func openSource(withLog: Bool) async throws -> TemporaryStore {
        let source = try TemporaryStore()
        for number in 0..<Self.events { _ = try await source.store.recordFirst(.long(number)) }
        try await source.store.queue("one", number: 100_000)
        if !withLog { try await source.store.close() }
        return source
    }

    private func harm(_ path: String, _ damage: Damage, _ dice: inout SeededGenerator) throws {
        let url = URL(fileURLWithPath: path)
        var bytes = try Data(contentsOf: url)
        let start = Int.random(in: 0..<max(1, bytes.count / Self.page), using: &dice) * Self.page
        let range = start..<min(start + Self.page, bytes.count)
        switch damage {
        case .zeroedPage: bytes.replaceSubrange(range, with: Data(count: range.count))
        case .noise:
            bytes.replaceSubrange(range, with: range.map { _ in UInt8.random(in: .min ... .max, using: &dice) })
        case .truncation: bytes = bytes.prefix(Int.random(in: 1..<bytes.count, using: &dice))
        case .flippedPageHeader: bytes[start + Int.random(in: 0..<8, using: &dice)] ^= 0xFF
        }
        try bytes.write(to: url)
    }

    /// Whether the opening or a read reports the damage; if not, every row read must be right.
    private func isFound(_ path: String) async throws -> Bool {
        do {
            let store = try ReplyStore(path: path, options: options)
            let events = try await store.events(limit: 10_000)
            for event in events {
                #expect(event.entry == .long(Int(event.id.rawValue) - 1) || event.entry == .sample(100_000))
            }
            for reply in try await store.claim() { #expect(reply.text == "one") }
            try await store.close()
            return false
        } catch is StoreError {
            return true
        }
    }
}
