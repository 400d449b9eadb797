package import OperatorText
package import RuleEngine

// The parts of a decision in words for operators.

extension DecisionOutcome {
    /// The outcome in words: the rule's id, the fallback, or silence with its reason.
    package var phrase: LocalizedText {
        switch self {
        case .replied(Fallback.id): LocalizedText("兜底", "fallback")
        case .replied(let rule): LocalizedText(verbatim: rule)
        case .silent(let reason): LocalizedText("静默：\(reason.phrase.chinese)", "silent: \(reason.phrase.english)")
        }
    }
}

extension SilenceReason {
    /// The reason in words.
    package var phrase: LocalizedText {
        switch self {
        case .handoff: LocalizedText("人工接待中", "a person is answering")
        case .cooldown: LocalizedText("冷却中", "cooling down")
        case .quota: LocalizedText("当日额度已用完", "the daily quota is used")
        case .repeated: LocalizedText("刚回答过同一句话", "the same text was answered just now")
        case .flood: LocalizedText("一分钟内回答过多", "too many answers within a minute")
        case .loop: LocalizedText("消息太密，暂停十分钟", "too many messages within a minute, muted for ten")
        case .resumed: LocalizedText("人工接待已结束", "the hand-off was ended")
        case .unmatched: LocalizedText("没有规则对应", "no rule is for this")
        case .duplicate: LocalizedText("重复投递", "delivered before")
        case .stale: LocalizedText("事件过期", "the event is too old")
        }
    }
}

extension Candidate {
    /// The evidence in words, such as `关键词“退款”(2 字)`.
    package var evidence: LocalizedText {
        let texts = matched.joined(separator: "”“")
        let quoted = matched.joined(separator: "\", \"")
        let length = precedence.strength.length
        return switch precedence.strength.tier {
        case .event: LocalizedText("事件", "event")
        case .pattern: LocalizedText("正则“\(texts)”", "regex \"\(quoted)\"")
        case .exact: LocalizedText("全匹配“\(texts)”", "exact \"\(quoted)\"")
        case .keyword:
            LocalizedText(
                "关键词“\(texts)”（\(length) 字）",
                "keyword \"\(quoted)\" (\(length) \(length == 1 ? "character" : "characters"))"
            )
        }
    }
}

extension LossReason {
    /// Why a rule lost, in words.
    package var phrase: LocalizedText {
        switch self {
        case .priority: LocalizedText("优先级较低", "lower priority")
        case .tier: LocalizedText("匹配方式较弱（全匹配 > 关键词 > 正则）", "weaker kind of match")
        case .length: LocalizedText("关键词较短", "shorter match")
        case .order: LocalizedText("写在后面", "written later")
        }
    }

    /// Why the winner won over that rule, in words.
    package var winningPhrase: LocalizedText {
        switch self {
        case .priority: LocalizedText("优先级最高", "highest priority")
        case .tier: LocalizedText("匹配方式最强", "strongest kind of match")
        case .length: LocalizedText("关键词最长", "longest match")
        case .order: LocalizedText("写在最前", "written first")
        }
    }
}

extension CandidateFate {
    /// The fate in words.
    package var phrase: LocalizedText {
        switch self {
        case .won: LocalizedText("胜出", "won")
        case .firedAlso: LocalizedText("同时回复（also）", "answered as well (also)")
        case .consumed(let reason):
            LocalizedText("不回复：\(reason.phrase.chinese)", "says nothing: \(reason.phrase.english)")
        case .passedOn: LocalizedText("冷却中，让给下一条", "cooling, passed on to the next")
        case .crowdedOut: LocalizedText("条数或额度不够，没有发出", "gave way: no room for its messages")
        case .lost(let reason): reason.phrase
        case .shadow: LocalizedText("未生效：stage 不包括该用户", "shadow: not for this user")
        case .unreached: LocalizedText("未生效：stage 不包括该用户", "its stage does not reach this user")
        }
    }
}

extension ExclusionReason {
    /// Why the rule took no part, in words.
    package var phrase: LocalizedText {
        switch self {
        case .off: LocalizedText("已停用（stage: off）", "switched off (stage: off)")
        case .condition: LocalizedText("when 条件此刻不成立", "its `when` does not hold now")
        case .noCase: LocalizedText("没有一个 case 的条件成立", "none of its cases applies now")
        case .resuming:
            LocalizedText("这条消息结束人工接待，不能又转人工", "the message ends a hand-off, so it cannot begin one")
        case .noneKeyword(let keyword):
            LocalizedText("消息含有 none 里的“\(keyword)”", "the message contains \"\(keyword)\", listed under `none`")
        }
    }
}

extension ReplyClass {
    /// The class in words.
    package var phrase: LocalizedText {
        switch self {
        case .low: LocalizedText("低优先级回复", "replies of low priority")
        case .ordinary: LocalizedText("普通回复", "ordinary replies")
        case .essential: LocalizedText("转人工回复", "replies that hand off")
        }
    }
}
