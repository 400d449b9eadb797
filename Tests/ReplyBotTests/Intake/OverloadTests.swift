import AlipayClient
import AlipaySimulator
import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// More requests than the gateway's capacity: 503 at once, nothing queued, and normal service afterwards.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct OverloadTests {
    @Test func `places and room are given back, and what is beyond is refused and counted`() throws {
        var capacity = IntakeLimits.Capacity()
        (capacity.working, capacity.handshakes, capacity.reading, capacity.bytes) = (2, 1, 1, 100)
        let limiter = ConcurrencyLimiter(capacity)
        try limiter.enter(.working)
        try limiter.enter(.working)
        #expect(throws: IntakeRefusal.working) { try limiter.enter(.working) }
        try limiter.enter(.handshake)
        #expect(throws: IntakeRefusal.working) { try limiter.enter(.handshake) }
        try limiter.enter(.reading)
        #expect(throws: IntakeRefusal.reading) { try limiter.enter(.reading) }
        try limiter.hold(100)
        #expect(throws: IntakeRefusal.bytes) { try limiter.hold(1) }
        #expect(limiter.counts.refused == [.working: 2, .reading: 1, .bytes: 1])
        limiter.leave(.handshake)
        limiter.leave(.working)
        limiter.leave(.working)
        limiter.leave(.reading)
        limiter.release(100)
        #expect(limiter.counts == ConcurrencyLimiter.Counts(refused: [.working: 2, .reading: 1, .bytes: 1]))
    }

    @Test func `an event beyond those at work gets 503, a handshake is answered, and the others are acknowledged`()
        async throws
    {
        var options = TestWorld.Options()
        options.limits.capacity.working = 2
        options.signing = SigningExecutor(threads: 1)
        let signing = options.signing
        try await TestWorld.run(options) { world in
            // Signing is blocked until the test releases it.
            let held = await HeldThread { try await signing.run($0) }
            async let first = world.deliver(.say("我要退款"), id: "1")
            async let second = world.deliver(.say("我要退款"), id: "2")
            try await until { world.limiter.counts.working == 2 }
            let (status, body, connection) = try await world.exchange(world.event(.say("我要退款"), id: "3"))
            #expect(status == 503)
            #expect(body.isEmpty)
            #expect(connection == "close")
            let key = try TestWorld.keys.get().application.publicKeyBase64()
            #expect(try await world.deliver(.gatewayCheck) == .gatewayVerified(publicKey: key))
            try await held.release()
            #expect(try await first == .acknowledged(userID: TestWorld.user))
            #expect(try await second == .acknowledged(userID: TestWorld.user))
            // It was not stored: delivered again, it is new.
            #expect(try await world.deliver(.say("我要退款"), id: "3") == .acknowledged(userID: TestWorld.user))
            #expect(try await world.store.events(limit: 10).count == 3)
            #expect(world.limiter.counts == ConcurrencyLimiter.Counts(refused: [.working: 1]))
            let warnings = world.logs.lines.filter { $0.contains("requests are turned away") }
            #expect(warnings.count == 1)
            #expect(warnings.first?.contains("too-many-at-work") == true)
        }
    }

    @Test func `a body beyond those on their way gets 503, until one of them has come`() async throws {
        var options = TestWorld.Options()
        options.limits.capacity.reading = 1
        try await TestWorld.run(options) { world in
            let request = try world.courier.sender.request(for: world.event(.say("喂"), id: "1"))
            try await RawConnection.run(to: world.gateway) { slow in
                try await slow.writeAndFlush(RawConnection.head(bodySize: request.body.count))
                try await until { world.limiter.counts.reading == 1 }
                #expect(try await world.deliver(.say("喂"), id: "2") == .refused(status: 503))
                try await slow.writeAndFlush(ByteBuffer(bytes: request.body))
                try await until { world.limiter.counts.reading == 0 }
                #expect(try await world.deliver(.say("喂"), id: "2") == .acknowledged(userID: TestWorld.user))
            }
            #expect(world.limiter.counts.refused == [.reading: 1])
        }
    }

    @Test func `bodies beyond the room for all of them get 503 and leave nothing`() async throws {
        var options = TestWorld.Options()
        options.limits.capacity.bytes = 16 * 1_024
        try await TestWorld.run(options) { world async throws in
            let large = Array(repeating: UInt8(ascii: "a"), count: 64 * 1_024)
            #expect(try await world.post(large).status == 503)
            #expect(try await world.deliver(.say("喂")) == .acknowledged(userID: TestWorld.user))
            try await until { world.limiter.counts.bytes == 0 }
            #expect(world.limiter.counts.refused == [.bytes: 1])
        }
    }

    @Test func `an address that keeps forging is turned away unread, for a while`() async throws {
        var options = TestWorld.Options()
        options.limits.perClient.countsThisMachine = true
        options.limits.perClient.forgeries = 3
        try await TestWorld.run(options) { world async throws in
            for _ in 0..<3 {
                #expect(try await world.deliver(.say("喂"), forgery: .wrongKey) == .refused(status: 400))
            }
            #expect(try await world.deliver(.say("喂"), forgery: .wrongKey) == .refused(status: 503))
            #expect(world.limiter.counts.refused == [.forgeries: 1])
            world.clock.advance(by: 1)
            #expect(try await world.deliver(.say("喂")) == .acknowledged(userID: TestWorld.user))
        }
    }

    @Test func `requests of this machine's own proxy are never limited by address`() async throws {
        var options = TestWorld.Options()
        options.limits.perClient.forgeries = 3
        try await TestWorld.run(options) { world async throws in
            for _ in 0..<10 {
                #expect(try await world.deliver(.say("喂"), forgery: .wrongKey) == .refused(status: 400))
            }
            #expect(try await world.deliver(.say("喂")) == .acknowledged(userID: TestWorld.user))
        }
    }

    @Test func `an overload is one line in ten seconds, with the number`() {
        let logs = LogCollection()
        let log = RefusalLog(logger: logs.logger(level: .info))
        for _ in 0..<100 { log.note(.working, at: TestWorld.start) }
        #expect(logs.lines.count == 1)
        log.note(.reading, at: TestWorld.start.addingTimeInterval(10))
        #expect(logs.lines.count == 2)
        #expect(logs.lines.last?.contains("count=100") == true)
        // A clock that is set back does not silence it.
        log.note(.reading, at: TestWorld.start.addingTimeInterval(-3_600))
        #expect(logs.lines.count == 3)
    }

    @Test(arguments: [(4_096, 20_000, 4_096), (4_096, 1_024, 512), (100, 1_024, 100), (4_096, 256, 16)])
    func `connections leave files for everything else`(configured: Int, files: Int, limit: Int) {
        #expect(ConnectionLimit.gateway(configured: configured, files: files) == limit)
    }
}

extension TestWorld {
    /// Sends an event and returns the HTTP response.
    func exchange(_ event: SimulatedEvent) async throws -> (status: Int, body: [UInt8], connection: String?) {
        var request = HTTPClientRequest(url: gateway)
        request.method = .POST
        request.body = .bytes(ByteBuffer(bytes: try courier.sender.request(for: event).body))
        let response = try await courier.client.execute(request, timeout: .hours(1))
        let content = try await response.body.collect(upTo: 1_024 * 1_024)
        return (
            Int(response.status.code), Array(content.readableBytesView), response.headers.first(name: "Connection")
        )
    }
}
