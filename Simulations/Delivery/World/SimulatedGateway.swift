import BotCore

/// The platform, in changing weather.
struct SimulatedGateway {
    enum Weather: CaseIterable {
        case fair
        case unreachable
        case failing
        case limiting
        case keysRefused
        case impostor
    }

    /// The fate of a request.
    struct Fate {
        /// How long until the platform has read it.
        var reading: Double
        /// Whether the follower gets the message.
        var arrives: Bool
        /// How long until the answer is there.
        var answering: Double
        var answer: DeliveryAnswer
    }

    var weather = Weather.fair

    /// The fate of a request that is written now.
    func fate(namingEvent: Bool, isTooLateForEvent: Bool, mishaps: Double, random: inout SplitMix64) -> Fate {
        var fate = Fate(
            reading: random.number(0.01...0.3),
            arrives: false,
            answering: random.chance(mishaps / 4) ? random.number(3...14) : random.number(0.01...1),
            answer: answer(mishaps: mishaps, random: &random)
        )
        if namingEvent, isTooLateForEvent, fate.answer == .accepted {
            fate.answer = .failed(DeliveryFailure(.eventExpired, code: "MSG_SD_OVER_TIME"))
        }
        switch fate.answer.failure?.kind {
        case nil: fate.arrives = fate.answer == .accepted
        case .ambiguous, .unproven: fate.arrives = random.chance(0.6)
        case .retry, .throttled, .eventExpired, .refused, .blocked, .unreachable: break
        }
        return fate
    }

    private func answer(mishaps: Double, random: inout SplitMix64) -> DeliveryAnswer {
        switch weather {
        case .fair: random.chance(mishaps) ? mishap(random: &random) : .accepted
        case .unreachable: .failed(DeliveryFailure(.unreachable, code: "not-connected"))
        case .failing:
            random.chance(0.5)
                ? .failed(DeliveryFailure(.ambiguous, code: "ambiguous"))
                : refusal(.retry, code: "http-503", random: &random)
        case .limiting: refusal(.throttled, code: "app-call-limited", random: &random)
        case .keysRefused: .failed(DeliveryFailure(.blocked, code: "invalid-signature"))
        case .impostor: .failed(DeliveryFailure(.unproven, code: "unverified-answer"))
        }
    }

    private func mishap(random: inout SplitMix64) -> DeliveryAnswer {
        switch random.number(0...6) {
        case 0: .failed(DeliveryFailure(.ambiguous, code: "ambiguous"))
        case 1: .failed(DeliveryFailure(.unproven, code: "unverified-answer"))
        case 2: refusal(.retry, code: "SYSTEM_ERROR", random: &random)
        case 3: refusal(.throttled, code: "method-call-limited", random: &random)
        case 4: .failed(DeliveryFailure(.refused, code: "MSG_TYPE_ILLEGAL"))
        case 5: .failed(DeliveryFailure(.retry, code: "illegal-timestamp", tries: 2))
        default: .failed(DeliveryFailure(.unreachable, code: "not-connected"))
        }
    }

    private func refusal(_ kind: DeliveryFailure.Kind, code: String, random: inout SplitMix64) -> DeliveryAnswer {
        let wait = random.chance(0.3) ? Duration.seconds(random.number(1...90)) : nil
        let isSigned = random.chance(0.7)
        return .failed(DeliveryFailure(kind, code: code, isSigned: isSigned, retryAfter: wait))
    }
}
