import OrderedCollections

/// The names that rules may refer to, gathered from all files before any rule is read.
struct RuleVocabulary {
    /// The words of each set, sets within sets resolved.
    var sets: [String: [FoldedWord]] = [:]
    /// The schedules; one that could not be read is named in `scheduleNames` alone.
    var schedules: [String: Schedule] = [:]
    /// Names of schedules, in file order.
    var scheduleNames: OrderedSet<String> = []
    /// Names of sets, in file order.
    var setNames: OrderedSet<String> = []
    /// Slots that some rule asks for, in file order.
    var slots: OrderedSet<String> = []
    /// The account's name; empty when there is none.
    var accountName = ""
    /// Whether every file could be read.
    ///
    /// If not, an unknown name may well stand in the unreadable one.
    var isComplete = true

    /// Whether `{{account.name}}` has a value, as far as can be told.
    var mayHaveAccountName: Bool {
        !accountName.isEmpty || !isComplete
    }
}
