// The parts of a decision in words for operators.

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

extension Candidate {
    /// The evidence in words, such as `关键词“退款”(2 字)`.
    public var evidence: Phrase {
        let texts = matched.joined(separator: "”“")
        let quoted = matched.joined(separator: "\", \"")
        let length = precedence.strength.length
        return switch precedence.strength.tier {
        case .event: Phrase("事件", "event")
        case .pattern: Phrase("正则“\(texts)”", "regex \"\(quoted)\"")
        case .exact: Phrase("全等“\(texts)”", "exact \"\(quoted)\"")
        case .keyword:
            Phrase(
                "关键词“\(texts)”(\(length) 字)",
                "keyword \"\(quoted)\" (\(length) \(length == 1 ? "character" : "characters"))"
            )
        }
    }
}

extension LossReason {
    /// Why a rule lost, in words.
    public var phrase: Phrase {
        switch self {
        case .priority: Phrase("优先级较低", "lower priority")
        case .tier: Phrase("命中方式较弱", "weaker kind of match")
        case .length: Phrase("命中文字较短", "shorter match")
        case .order: Phrase("写在后面", "written later")
        }
    }

    /// Why the winner won over that rule, in words.
    public var winningPhrase: Phrase {
        switch self {
        case .priority: Phrase("优先级最高", "highest priority")
        case .tier: Phrase("命中方式最强", "strongest kind of match")
        case .length: Phrase("命中文字最长", "longest match")
        case .order: Phrase("写在最前", "written first")
        }
    }
}

extension CandidateFate {
    /// The fate in words.
    public var phrase: Phrase {
        switch self {
        case .won: Phrase("胜出", "won")
        case .firedAlso: Phrase("同时回复(also)", "answered as well (also)")
        case .consumed(let reason):
            Phrase("不回复:\(reason.phrase.chinese)", "says nothing: \(reason.phrase.english)")
        case .passedOn: Phrase("冷却中,让给下一条", "cooling, passed on to the next")
        case .crowdedOut: Phrase("条数或额度不够,没有发出", "gave way: no room for its messages")
        case .lost(let reason): reason.phrase
        case .shadow: Phrase("影子:对该用户不生效", "shadow: not for this user")
        case .unreached: Phrase("stage 对该用户不生效", "its stage does not reach this user")
        }
    }
}

extension ExclusionReason {
    /// Why the rule took no part, in words.
    public var phrase: Phrase {
        switch self {
        case .off: Phrase("已停用(stage: off)", "switched off (stage: off)")
        case .condition: Phrase("when 条件此刻不成立", "its `when` does not hold now")
        case .noCase: Phrase("没有一个 case 的条件成立", "none of its cases applies now")
        case .resuming:
            Phrase("这条消息结束人工接待,不能又转人工", "the message ends a hand-off, so it cannot begin one")
        case .noneKeyword(let keyword):
            Phrase("消息含有 none 里的“\(keyword)”", "the message contains \"\(keyword)\", listed under `none`")
        }
    }
}

extension ReplyClass {
    /// The class in words.
    public var phrase: Phrase {
        switch self {
        case .low: Phrase("低优先级回复", "replies of low priority")
        case .ordinary: Phrase("普通回复", "ordinary replies")
        case .essential: Phrase("转人工回复", "replies that hand off")
        }
    }
}
