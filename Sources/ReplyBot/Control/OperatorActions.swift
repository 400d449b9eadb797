internal import AlipayClient
internal import BotCore
internal import Foundation
internal import ReplyStore

/// Carries out an operator's requests, in the server or without one.
struct OperatorActions: Sendable {
    let store: ReplyStore
    let policy: DeliveryPolicy
    let clock: any BotClock
    /// The longest hand-off that the current rules allow, in seconds.
    let handoffCap: @Sendable () -> Int
    /// Called when there is something to send.
    var wake: @Sendable () -> Void = {}
    /// Called with an event to be decided again; without a server the next start decides it.
    var decide: @Sendable (JournaledEvent) throws -> Void = { _ in }

    /// Carries out a request, durably.
    ///
    /// - Throws: `StoreError`.
    func perform(_ request: ControlRequest) async throws -> ControlAnswer {
        switch request {
        case .retry(let numbers):
            defer { wake() }
            return ControlAnswer(results: try await each(numbers, retry))
        case .retryAll:
            defer { wake() }
            let requeued = try await store.requeueAll(with: life)
            return ControlAnswer(
                results: requeued.map { .init(number: .reply($0.id), outcome: ControlOutcome($0.outcome)) }
            )
        case .drop(let numbers):
            defer { wake() }
            return ControlAnswer(results: try await each(numbers, drop))
        case .startHandoff(let user, let seconds): return try await startHandoff(user, seconds: seconds)
        case .endHandoff(let user):
            let isKnown = try await store.setHandoff(userID: user, until: nil, at: clock.now())
            return ControlAnswer(results: [.init(outcome: isKnown ? .handoffEnded : .unknownFollower)])
        case .forget(let user):
            defer { wake() }
            let forgotten = try await store.forget(userID: user)
            let outcome = forgotten.isEmpty ? ControlOutcome.unknownFollower : .forgotten
            return ControlAnswer(results: [.init(outcome: outcome)], forgotten: forgotten)
        }
    }

    private var life: NewLife {
        NewLife(
            now: clock.now(),
            lifetime: TimeInterval(policy.replyLifetime),
            window: policy.window / .seconds(1)
        )
    }

    private func each(
        _ numbers: [QueueNumber],
        _ act: (QueueNumber) async throws -> ControlOutcome
    ) async throws -> [ControlAnswer.Result] {
        var results: [ControlAnswer.Result] = []
        for number in numbers {
            results.append(.init(number: number, outcome: try await act(number)))
        }
        return results
    }

    private func retry(_ number: QueueNumber) async throws -> ControlOutcome {
        switch number {
        case .reply(let id): return ControlOutcome(try await store.requeue(id, with: life))
        case .event(let id):
            guard let journaled = try await store.requeue(id, at: clock.now()) else { return .notQuarantined }
            do {
                try decide(journaled)
                return .requeuedEvent
            } catch {
                // As the worker says, which may find the event before it is set aside again.
                let refusal = (error as? NotificationError)?.rawValue
                _ = try await store.quarantine(id, reason: .unreadable(refusal: refusal))
                return .unreadable
            }
        }
    }

    private func drop(_ number: QueueNumber) async throws -> ControlOutcome {
        switch number {
        case .reply(let id): return ControlOutcome(try await store.drop(id, at: clock.now()))
        case .event(let id):
            let decision = #"{"silent":"dropped"}"#
            return try await store.dropQuarantined(id, decision: decision, at: clock.now()) ? .dropped : .notQuarantined
        }
    }

    private func startHandoff(_ user: String, seconds: Int) async throws -> ControlAnswer {
        // A longer one would be cut at the follower's next event, and end earlier than stated.
        let cap = handoffCap()
        let now = clock.now()
        let until = now.addingTimeInterval(TimeInterval(min(seconds, cap)))
        guard try await store.setHandoff(userID: user, until: until, at: now) else {
            return ControlAnswer(results: [.init(outcome: .unknownFollower)])
        }
        return ControlAnswer(
            results: [.init(outcome: .handoffStarted)],
            until: until,
            cap: seconds > cap ? cap : nil
        )
    }
}

extension ControlOutcome {
    fileprivate init(_ outcome: RequeueOutcome) {
        self =
            switch outcome {
            case .requeued: .requeuedReply
            case .unknown: .unknown
            case .notDead: .notDead
            case .outsideWindow: .outsideWindow
            }
    }

    fileprivate init(_ outcome: DropOutcome) {
        self =
            switch outcome {
            case .dropped: .dropped
            case .unknown: .unknown
            case .underWay: .underWay
            case .sent: .sent
            }
    }
}
