/// One row of the journal.
public struct JournaledEvent: Sendable, Hashable, Identifiable {
    /// Its number, in order of arrival.
    public let id: EventID
    /// What was recorded.
    public let entry: JournalEntry
    /// The one-line summary of the decision; nil until the event is decided.
    public let decision: String?

    /// Pairs an entry with its number and its decision.
    public init(id: EventID, entry: JournalEntry, decision: String?) {
        self.id = id
        self.entry = entry
        self.decision = decision
    }
}
