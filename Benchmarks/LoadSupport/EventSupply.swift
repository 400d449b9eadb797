internal import AlipayClient
package import AlipaySimulator
internal import Foundation
package import NIOCore
internal import Synchronization

/// Requests signed in advance, so that the load costs little beside the bot on the same machine.
package final class EventSupply: Sendable {
    private struct State {
        var requests: [ByteBuffer]
        var next = 0
    }

    private let state: Mutex<State>

    /// Signs `count` events, each with an id of its own.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - sender: signs them.
    ///   - followers: how many people write them, in turn.
    ///   - text: the message of an event, by its number.
    /// - Throws: `CryptoError` when libcrypto fails.
    package init(
        _ count: Int,
        _ sender: SimulatedSender,
        followers: Int,
        text: @escaping @Sendable (Int) -> String
    ) throws {
        let slices = try EventSupply.inParallel(count) { number in
            let event = SimulatedEvent(
                .say(text(number)),
                userID: EventSupply.follower(number % followers),
                created: Date(),
                messageID: "load\(number)"
            )
            let request = try sender.request(for: event)
            let head =
                "POST /gateway HTTP/1.1\r\nHost: bot\r\nContent-Type: \(request.contentType)\r\n"
                + "Content-Length: \(request.body.count)\r\n\r\n"
            var buffer = ByteBuffer(string: head)
            buffer.writeBytes(request.body)
            return buffer
        }
        state = Mutex(State(requests: slices))
    }

    /// The user id of a follower, by its number.
    package static func follower(_ number: Int) -> String { "\(2_088_000_000_000_000 + number)" }

    /// The next request; after the last one the first again, as a repeated delivery.
    package func next() -> ByteBuffer {
        state.withLock { state in
            defer { state.next += 1 }
            return state.requests[state.next % state.requests.count]
        }
    }

    /// The numbers of used and of signed requests.
    package var usage: (used: Int, signed: Int) { state.withLock { ($0.next, $0.requests.count) } }

    private static func inParallel(
        _ count: Int,
        _ make: @escaping @Sendable (Int) throws -> ByteBuffer
    ) throws -> [ByteBuffer] {
        let threads = max(1, ProcessInfo.processInfo.activeProcessorCount)
        let made = Mutex<[Int: [ByteBuffer]]>([:])
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            do {
                let part = try stride(from: thread, to: count, by: threads).map(make)
                made.withLock { $0[thread] = part }
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        return (0..<threads).flatMap { thread in made.withLock { $0[thread] ?? [] } }
    }
}
