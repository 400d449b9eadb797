/// An event as an operator sees it.
public struct EventRecord: Sendable, Hashable, Identifiable {
    /// What was journaled.
    public let journaled: JournaledEvent
    /// How many processes died inside its decision.
    public let deaths: Int
    /// Why no further decision is made; nil when the event is not set aside.
    public let aside: String?

    /// Its number in the journal.
    public var id: EventID { journaled.id }
}
