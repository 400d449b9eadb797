extension SilenceReason {
    /// The reason in words.
    public var phrase: Phrase {
        switch self {
        case .handoff: Phrase("人工接待中", "a person is answering")
        case .cooldown: Phrase("冷却中", "cooling down")
        case .quota: Phrase("当日额度已用完", "the daily quota is used")
        case .repeated: Phrase("刚回答过同一句话", "the same text was answered just now")
        case .flood: Phrase("一分钟内回答过多", "too many answers within a minute")
        case .loop: Phrase("消息太密,暂停十分钟", "too many messages within a minute, muted for ten")
        case .resumed: Phrase("人工接待已结束", "the hand-off was ended")
        case .unmatched: Phrase("没有规则对应", "no rule is for this")
        case .duplicate: Phrase("重复投递", "delivered before")
        case .stale: Phrase("事件过期", "the event is too old")
        }
    }
}

extension DecisionOutcome {
    /// The outcome in words: the rule's id, the fallback, or silence with its reason.
    public var phrase: Phrase {
        switch self {
        case .replied(Fallback.id): Phrase("兜底", "fallback")
        case .replied(let rule): Phrase(verbatim: rule)
        case .silent(let reason): Phrase("静默:\(reason.phrase.chinese)", "silent: \(reason.phrase.english)")
        }
    }
}
