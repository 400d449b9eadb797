/// Why a pattern is refused, and its place.
public struct PatternError: Error, Sendable, Hashable {
    /// The reason.
    public let reason: Reason
    /// The code points of the pattern that are at fault.
    public let range: Range<Int>

    init(_ reason: Reason, at range: Range<Int>) {
        self.reason = reason
        self.range = range
    }

    /// The classes of reasons.
    public enum Kind: Sendable, Hashable {
        /// The pattern is malformed.
        case syntax
        /// The pattern exceeds a limit.
        case size
        /// The pattern uses a construct that only other engines have.
        case unsupported
    }

    /// The faults of patterns.
    public enum Reason: Sendable, Hashable {
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

        /// The class of this reason.
        public var kind: Kind {
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
