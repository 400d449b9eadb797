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
    /// What became of the candidate, in words.
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
