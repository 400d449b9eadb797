/// Which sets and schedules are used, gathered while the files are read (RB223).
final class NameUsage {
    /// Names of sets that rules and limits refer to.
    var sets: Set<String> = []
    /// Names of sets that other sets refer to, by the set that does.
    var setsWithinSets: [String: Set<String>] = [:]
    /// Names of schedules that conditions and replies refer to.
    var schedules: Set<String> = []

    /// The sets whose words reach a rule or a limit, directly or through other sets.
    var reachedSets: Set<String> {
        var reached = sets
        var pending = Array(sets)
        while let name = pending.popLast() {
            for inner in setsWithinSets[name] ?? [] where reached.insert(inner).inserted { pending.append(inner) }
        }
        return reached
    }
}
