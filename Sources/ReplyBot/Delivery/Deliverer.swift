internal import BotCore
internal import Foundation
internal import Logging
internal import ReplyStore
internal import ServiceLifecycle

/// The second part of the background half: takes replies from the outbox and sends them (DESIGN 1).
///
/// The delivery machine decides; this loop reports events to it, one at a time, and carries out its effects.
struct Deliverer: Service {
    let handler: DeliveryEffectHandler
    let policy: DeliveryPolicy
    let rules: CurrentRules
    let keys: CurrentKeys
    let clock: any BotClock
    let outbox: OutboxSignal
    let log: DeliveryLog
    /// The seed of the jitter of waits.
    let seed: UInt64

    /// Time from the order to stop to the end of messages under way (RELIABILITY 3.8).
    static let stopTime = Duration.seconds(12)

    /// Sends until shutdown; messages under way are finished, the rest stays in the outbox.
    func run() async throws {
        let (signals, feed) = AsyncStream.makeStream(of: DeliverySignal.self)
        keys.onReplace { feed.yield(.event(.keysChanged)) }
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await announceWork(to: feed) }
                group.addTask { await limitStop(feed) }
                var loop = DeliveryLoop(policy: policy, rules: rules, clock: clock, seed: seed)
                for await signal in signals {
                    for effect in loop.step(signal) {
                        perform(effect, of: &loop, in: &group, to: feed)
                    }
                    if loop.isClosed { break }
                }
                loop.end()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            feed.yield(.event(.closing))
        }
    }

    /// Frees the replies that the last process was sending, then passes on every sign of new ones.
    private func announceWork(to feed: AsyncStream<DeliverySignal>.Continuation) async {
        guard await handler.releaseLeases() else { return }
        feed.yield(.event(.woken))
        for await _ in outbox.signals { feed.yield(.event(.woken)) }
    }

    private func limitStop(_ feed: AsyncStream<DeliverySignal>.Continuation) async {
        try? await gracefulShutdown()
        guard !Task.isCancelled, (try? await clock.sleep(for: Deliverer.stopTime)) != nil else { return }
        log.overdue()
        feed.yield(.overdue)
    }

    /// Starts an effect; its result comes back as a signal.
    private func perform(
        _ effect: DeliveryEffect,
        of loop: inout DeliveryLoop,
        in group: inout DiscardingTaskGroup,
        to feed: AsyncStream<DeliverySignal>.Continuation
    ) {
        switch effect {
        case .announce(let notice):
            log.tell(notice)
            // Another claim decides about the reply, and marks its own requests.
            if case .outcomeTooLate(let number) = notice {
                handler.inFlight.endSending(number)
            }
        case .wake(let time): loop.wake(at: time, feed)
        case .claim(let limit, let lease):
            let request = loop.claim(limit: limit, lease: lease)
            group.addTask { feed.yield(await handler.claim(request)) }
        case .shiftDues(let step): group.addTask { feed.yield(await handler.followClock(step)) }
        case .readFacts(let number):
            guard let reply = loop.claims[number]?.reply else { return }
            group.addTask { feed.yield(await handler.facts(about: reply, as: number)) }
        case .markStarted(let number):
            guard let reply = loop.claims[number]?.reply else { return }
            group.addTask { feed.yield(await handler.markStarted(reply, as: number)) }
        case .send(let number, let namingEvent, let until):
            guard let claim = loop.claims[number] else { return }
            group.addTask { feed.yield(await handler.send(claim, as: number, namingEvent: namingEvent, until: until)) }
        case .record(let number, let settlement):
            guard let claim = loop.claims[number] else { return }
            group.addTask { feed.yield(await handler.record(settlement, of: claim, as: number)) }
        }
    }
}

/// Tells the deliverer that the outbox may hold new replies; signals that it has not seen yet count as one.
struct OutboxSignal: Sendable {
    let signals: AsyncStream<Void>
    private let input: AsyncStream<Void>.Continuation

    init() {
        (signals, input) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func wake() {
        input.yield()
    }
}

/// An input of the delivery loop.
enum DeliverySignal: Sendable {
    /// An event for the machine.
    case event(DeliveryEvent)
    /// The store leased replies; the clocks were read before the call.
    case claimed(ClaimedReplies, at: ClockReading)
    /// A request ended.
    case answered(ReplyID, DeliveryAnswer, traceID: String?)
    /// An outcome is durable.
    case recorded(ReplyID, isOurs: Bool, token: LeaseToken)
    /// The alarm with this number rings.
    case alarm(Int)
    /// The time to stop is over.
    case overdue
}
