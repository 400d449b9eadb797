package import LinearRegex
package import OperatorText
import RuleEngine

// The codes and sentences of the errors of regular expressions (RULES C5).

extension PatternError {
    /// The diagnostic's code.
    package var code: String {
        switch reason.kind {
        case .syntax: "RB022"
        case .size: "RB023"
        case .unsupported: "RB024"
        }
    }

    package var message: LocalizedText { reason.message }

    /// The remedy.
    package var help: LocalizedText? { reason.help }
}

extension PatternError.Reason {
    fileprivate var message: LocalizedText {
        switch kind {
        case .syntax: syntaxMessage
        case .size: sizeMessage
        case .unsupported: LocalizedText("不支持\(construct.chinese)", "\(construct.english) not supported")
        }
    }

    private var syntaxMessage: LocalizedText {
        switch self {
        case .unclosedGroup: LocalizedText("括号没有闭合", "this group is not closed")
        case .unopenedGroup: LocalizedText("多余的右括号", "this closing parenthesis opens nowhere")
        case .unclosedClass: LocalizedText("方括号没有闭合", "this character class is not closed")
        case .trailingBackslash: LocalizedText("末尾的反斜杠后面没有字符", "nothing follows the backslash at the end")
        case .incompleteEscape: LocalizedText("转义不完整", "this escape is incomplete")
        case .invalidCodePoint: LocalizedText("不是有效的 Unicode 字符", "this is no Unicode character")
        case .nothingToRepeat: LocalizedText("重复符号前面没有可重复的内容", "there is nothing to repeat")
        case .repeatedRepeat: LocalizedText("重复符号不能连写", "a repeat cannot be repeated")
        case .reversedBounds: LocalizedText("重复次数的下限大于上限", "the least count is greater than the greatest")
        case .boundTooLarge:
            LocalizedText("重复次数不能超过 \(Pattern.repeatLimit)", "a count cannot exceed \(Pattern.repeatLimit)")
        case .reversedRange: LocalizedText("字符范围的起点大于终点", "this range of characters runs backwards")
        case .setAsRangeEnd: LocalizedText("字符范围的两端必须是单个字符", "both ends of a range must be single characters")
        case .invalidGroupName(let name): LocalizedText("分组名 “\(name)” 无效", "“\(name)” cannot name a group")
        case .duplicateGroupName(let name): LocalizedText("分组名 “\(name)” 重复", "the group name “\(name)” occurs twice")
        case .unknownGroupKind: LocalizedText("“(?” 后面的写法无法识别", "what follows “(?” is not known")
        default: LocalizedText("括号嵌套过深", "groups are nested too deeply")
        }
    }

    private var sizeMessage: LocalizedText {
        switch self {
        case .tooLong:
            LocalizedText(
                "正则太长：超过 \(Pattern.lengthLimit) 个字",
                "this expression is too long: it has more than \(Pattern.lengthLimit) characters"
            )
        case .tooManyGroups:
            LocalizedText("捕获分组不能超过 \(Pattern.groupLimit) 个", "there may be no more than \(Pattern.groupLimit) groups")
        default:
            LocalizedText(
                "正则太大：展开后超过 \(Pattern.stateLimit) 个状态",
                "this expression is too large: it expands to more than \(Pattern.stateLimit) states"
            )
        }
    }

    /// The name of an unsupported construct; the English one is a sentence up to "not".
    private var construct: LocalizedText {
        switch self {
        case .lookAround(let opening): LocalizedText("零宽断言 \(opening)…)", "look-around, \(opening)…), is")
        case .backReference: LocalizedText("反向引用", "back-references are")
        case .atomicGroup: LocalizedText("原子分组 (?>…)", "atomic groups, (?>…), are")
        case .possessiveRepeat: LocalizedText("占有型重复", "possessive repeats are")
        case .inlineFlags: LocalizedText("内嵌标志", "inline flags are")
        case .wordBoundary: LocalizedText("单词边界 \\b \\B", "word boundaries, \\b and \\B, are")
        case .textAnchor: LocalizedText("\\A \\Z \\z \\G", "\\A, \\Z, \\z and \\G are")
        case .conditional: LocalizedText("条件分组", "conditional groups are")
        case .comment: LocalizedText("注释 (?#…)", "comments, (?#…), are")
        case .recursion: LocalizedText("递归", "recursion is")
        case .namedClass: LocalizedText("[:名称:] 字符类", "[:name:] classes are")
        case .unknownProperty(let name): LocalizedText("字符属性 “\(name)”", "the property “\(name)” is")
        case .unknownEscape(let escape): LocalizedText("转义 \(escape)", "the escape \(escape) is")
        default: LocalizedText("这种写法", "this is")
        }
    }

    fileprivate var help: LocalizedText? {
        switch self {
        case .lookAround:
            LocalizedText("机器人只接受线性时间的正则；用 none: [...] 表达“不包含”", "say what must not occur with none: [...]")
        case .backReference: LocalizedText("机器人只接受线性时间的正则；请把可能的内容逐一写出", "spell the possible texts out")
        case .atomicGroup: LocalizedText("改用 (?:…)", "write (?:…)")
        case .possessiveRepeat: LocalizedText("去掉多余的 “+”", "leave out the second “+”")
        case .inlineFlags: LocalizedText("不需要：匹配前大小写已经统一", "not needed: case is folded before matching")
        case .wordBoundary:
            LocalizedText("改用关键词：英文关键词自动按整词匹配", "use a keyword: keywords in Latin letters match whole words only")
        case .textAnchor: LocalizedText("整条消息的开头和结尾写作 ^ 和 $", "write ^ and $ for the ends of the message")
        case .conditional: LocalizedText("改用 | 写出各种情况", "write the cases out with |")
        case .comment: LocalizedText("改用 YAML 的 # 注释", "use a YAML comment, #")
        case .namedClass: LocalizedText("改用 [0-9]、[a-z] 或 \\p{Han}", "write [0-9], [a-z] or \\p{Han}")
        case .unknownProperty: LocalizedText("可用：Han Latin L N", "known are Han, Latin, L and N")
        case .unknownEscape:
            LocalizedText("可用：\\d \\s \\w \\n \\t \\p{Han} \\uXXXX", "known are \\d \\s \\w \\n \\t \\p{Han} \\uXXXX")
        default: syntaxHelp
        }
    }

    private var syntaxHelp: LocalizedText? {
        switch self {
        case .unopenedGroup: LocalizedText("若要匹配括号本身，写 \\)", "write \\) for the character itself")
        case .unclosedGroup: LocalizedText("若要匹配括号本身，写 \\(", "write \\( for the character itself")
        case .unclosedClass: LocalizedText("若要匹配方括号本身，写 \\[", "write \\[ for the character itself")
        case .nothingToRepeat:
            LocalizedText(
                "任意文字写 .*；若要匹配符号本身，前面加反斜杠",
                "for any text write .*; put a backslash before it for the character itself"
            )
        case .unknownGroupKind:
            LocalizedText("分组写 (…)、(?:…) 或 (?<名称>…)，符号用半角", "write (…), (?:…) or (?<name>…), with ASCII signs")
        case .incompleteEscape: LocalizedText("写作 \\xXX、\\uXXXX 或 \\u{X…}", "write \\xXX, \\uXXXX or \\u{X…}")
        case .invalidGroupName:
            LocalizedText("分组名以文字或 _ 开头，只含文字、数字和 _", "begin with a letter or _, go on with letters, digits, _")
        case .tooLong: LocalizedText("把一长串词写成关键词列表", "write a long list of words as keywords")
        case .tooManyStates: LocalizedText("减少重复次数", "lower the repeat counts")
        case .tooManyGroups: LocalizedText("不需要捕获的分组写作 (?:…)", "write (?:…) for groups that need not capture")
        default: nil
        }
    }
}
