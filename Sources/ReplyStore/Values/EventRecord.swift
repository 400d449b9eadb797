/// An event as an operator sees it.
public struct EventRecord: Sendable, Hashable, Identifiable {
    /// What was journaled.
    public let journaled: JournaledEvent
    /// How often a decision was begun that an earlier process did not end.
    public let tries: Int
    /// Why no further decision is made; nil when the event is not set aside.
    public let aside: String?

    /// Its number in the journal.
    public var id: EventID { journaled.id }
}
