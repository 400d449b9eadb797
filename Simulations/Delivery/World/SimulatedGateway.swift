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
            fate.answer = .refused(DeliveryRefusal(code: "MSG_SD_OVER_TIME", demand: .forgetEvent))
        }
        switch fate.answer {
        case .accepted: fate.arrives = true
        case .ambiguous, .unproven: fate.arrives = random.chance(0.6)
        case .unreachable, .notBegun, .refused: break
        }
        return fate
    }

    private func answer(mishaps: Double, random: inout SplitMix64) -> DeliveryAnswer {
        switch weather {
        case .fair: random.chance(mishaps) ? mishap(random: &random) : .accepted
        case .unreachable: .unreachable(code: "not-connected")
        case .failing:
            random.chance(0.5) ? .ambiguous(code: "ambiguous") : refusal("http-503", demand: .retry, random: &random)
        case .limiting: refusal("app-call-limited", demand: .slowDown, random: &random)
        case .keysRefused: .refused(DeliveryRefusal(code: "invalid-signature", demand: .stopEverything))
        case .impostor: .unproven(code: "unverified-answer")
        }
    }

    private func mishap(random: inout SplitMix64) -> DeliveryAnswer {
        switch random.number(0...6) {
        case 0: .ambiguous(code: "ambiguous")
        case 1: .unproven(code: "unverified-answer")
        case 2: refusal("SYSTEM_ERROR", demand: .retry, random: &random)
        case 3: refusal("method-call-limited", demand: .slowDown, random: &random)
        case 4: .refused(DeliveryRefusal(code: "MSG_TYPE_ILLEGAL", demand: .giveUp))
        case 5: .refused(DeliveryRefusal(code: "illegal-timestamp", demand: .retry, tries: 2))
        default: .unreachable(code: "not-connected")
        }
    }

    private func refusal(_ code: String, demand: DeliveryRefusal.Demand, random: inout SplitMix64) -> DeliveryAnswer {
        let wait = random.chance(0.3) ? Duration.seconds(random.number(1...90)) : nil
        let isSigned = random.chance(0.7)
        return .refused(DeliveryRefusal(code: code, demand: demand, isSigned: isSigned, retryAfter: wait))
    }
}
