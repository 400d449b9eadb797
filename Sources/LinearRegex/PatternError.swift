extension PatternError {
    /// The classes of reasons, with their codes in the catalogue of RULES C5.
    enum Kind: String, Sendable {
        case syntax = "RB022"
        case size = "RB023"
        case unsupported = "RB024"
    }

    /// What can be wrong with a pattern.
    enum Reason: Sendable, Hashable {
        case unclosedGroup
        case unopenedGroup
        case unclosedClass
        case trailingBackslash
        case incompleteEscape
        case invalidCodePoint
        case nothingToRepeat
        case repeatedRepeat
        case reversedBounds
        case boundTooLarge
        case reversedRange
        case setAsRangeEnd
        case invalidGroupName(String)
        case duplicateGroupName(String)
        case unknownGroupKind
        case tooDeep

        case tooLong
        case tooManyStates
        case tooManyGroups

        case lookAround(String)
        case backReference
        case atomicGroup
        case possessiveRepeat
        case inlineFlags
        case wordBoundary
        case textAnchor
        case conditional
        case comment
        case recursion
        case namedClass
        case unknownProperty(String)
        case unknownEscape(String)

        /// The class it belongs to.
        var kind: Kind {
            switch self {
            case .tooLong, .tooManyStates, .tooManyGroups: .size
            case .lookAround, .backReference, .atomicGroup, .possessiveRepeat, .inlineFlags, .wordBoundary: .unsupported
            case .textAnchor, .conditional, .comment, .recursion: .unsupported
            case .namedClass, .unknownProperty, .unknownEscape: .unsupported
            default: .syntax
            }
        }
    }
}
