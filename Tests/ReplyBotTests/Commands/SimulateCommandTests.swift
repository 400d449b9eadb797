import Foundation
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// `simulate` against a running `serve`, both real processes.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct SimulateCommandTests {
    @Test func `every event and message is played, in the order in which they were given`() async throws {
        try await withTemporaryFolder { folder in
            let simulated = folder.appending(path: "simulated").path
            let own = ["--dir", simulated, "--rules", "rules", "--api-port", "\(try Self.freePort())", "--lang", "zh"]
            // The first run creates the folder; no server runs.
            let first = try await BotProcess.run(
                ["simulate", "--handshake", "--gateway", "http://127.0.0.1:1/gateway"] + own
            )
            #expect(first.status == 2 && first.errors.contains("已生成密钥和配置"), "\(first)")
            let bot = try BotProcess(
                ["serve", "--config", simulated + "/replybot.yaml", "--port", "0"],
                environment: ["CONSOLE_PORT": "0"]
            )
            let line = try await bot.line(containing: "listening")
            let gateway = try #require(line.firstMatch(of: /gateway=([0-9.:]+\/gateway)/)).1
            let played = try await BotProcess.run(
                ["simulate", "--event", "follow", "--say", "１", "--event=click:NEW_BOOKS", "--say", "我要退款"]
                    + ["--gateway", "http://\(gateway)", "--wait", "600"] + own
            )
            #expect(played.status == 0, "\(played.errors)")
            let lines = played.output.split(separator: "\n")
            let sent = lines.filter { $0.hasPrefix("→") }.compactMap { $0.split(separator: "|").first }
            #expect(
                sent.map { $0.dropFirst(2).trimmingCharacters(in: .whitespaces) }
                    == ["关注", "“１”", "点击菜单 NEW_BOOKS", "“我要退款”"]
            )
            #expect(lines.count { $0.hasPrefix("←") && !$0.contains("没有回复") } >= 4, "\(played.output)")
            #expect(await bot.terminate() == 0)
        }
    }

    @Test(arguments: [
        (["simulate", "--say", "a", "--event", "x", "--say=b", "--event", "y"], ["a", "x", "b", "y"]),
        (["simulate", "--event", "x", "--event", "y", "--say", "a", "--say", "b"], ["x", "y", "a", "b"]),
        (["simulate", "--saying", "a"], ["x", "y", "a", "b"]),
    ])
    func `values are merged as their options follow one another, and none is lost`(
        arguments: [String],
        merged: [String]
    ) {
        #expect(GivenOrder.merge(["--say": ["a", "b"], "--event": ["x", "y"]], as: arguments) == merged)
    }

    /// A free port.
    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor, address, size) == 0 && getsockname(descriptor, address, &size) == 0
            }
        }
        try #require(isBound)
        return UInt16(bigEndian: address.sin_port)
    }
}
