/// What happened, line by line, where somebody wants to read it.
struct Story {
    var isTold = false
    private(set) var lines: [String] = []

    /// Tells one thing.
    mutating func tell(_ line: @autoclosure () -> String, at time: Double) {
        guard isTold else { return }
        let thousandths = Int((time * 1_000).rounded())
        let fraction = String(1_000 + thousandths % 1_000).dropFirst()
        lines.append("\(thousandths / 1_000).\(fraction)  \(line())")
    }
}
