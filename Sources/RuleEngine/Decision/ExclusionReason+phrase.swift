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
