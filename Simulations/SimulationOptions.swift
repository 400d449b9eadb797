/// The command line of the simulation.
struct SimulationOptions {
    var seeds = 10_000
    var steps = 200
    /// One seed whose story is to be told.
    var seed: UInt64?
    /// The mutant to run.
    var mutant: String?
    /// Whether `seed` and `mutant` are of the handover.
    var isHandover = false

    /// Reads the command line; nil when it cannot be understood.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            if flag == "--handover" {
                isHandover = true
                continue
            }
            guard let value = rest.popFirst() else { return nil }
            switch flag {
            case "--seeds": seeds = Int(value) ?? seeds
            case "--steps": steps = Int(value) ?? steps
            case "--seed": seed = UInt64(value)
            case "--mutant": mutant = value
            default: return nil
            }
        }
        let names = isHandover ? HandoverMutant.allCases.map(\.rawValue) : Mutant.all.map(\.name)
        if let mutant, !names.contains(mutant) { return nil }
    }
}
