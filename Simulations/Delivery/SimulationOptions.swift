/// What the simulation is asked to do.
struct SimulationOptions {
    var seeds = 10_000
    var steps = 200
    /// One seed whose story is to be told.
    var seed: UInt64?
    /// The mutant to run.
    var mutant: String?

    /// Reads the command line; nil when it cannot be understood.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            switch flag {
            case "--seeds": seeds = Int(value) ?? seeds
            case "--steps": steps = Int(value) ?? steps
            case "--seed": seed = UInt64(value)
            case "--mutant" where Mutant.named(value) != nil: mutant = value
            default: return nil
            }
        }
    }
}
