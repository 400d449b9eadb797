/// How many messages may be begun.
enum Room: Sendable, Hashable {
    /// So many, at once.
    case open(Int)
    /// None before that time.
    case opens(at: Duration)
    /// None before one that is under way ends.
    case full
}
