import BotCore

/// The course of one seed: a storm of so many steps, in which nothing may go wrong for good (safety), and then calm, in
/// which everything must come to an end (liveness).
extension World {
    /// How long the last reply may take when nothing goes wrong any more, in seconds.
    private static let patience = 420.0

    /// Runs the seed; returns the first promise that was broken, if any.
    func run(steps limit: Int) -> String? {
        defer { agenda = Agenda() }
        for node in nodes { node.start() }
        after(0) { $0.unfold() }
        while steps < limit, oracle.verdict == nil, let next = agenda.next() {
            now = next.time
            next.entry(self)
        }
        if oracle.verdict == nil { calmDown() }
        if let verdict = oracle.verdict { tell("BROKEN: \(verdict)") }
        return oracle.verdict
    }

    /// Lets happen what was put down, and all that follows from it, for so many seconds.
    func run(seconds: Double) {
        let end = now + seconds
        for node in nodes { node.start() }
        while oracle.verdict == nil, let next = agenda.next(), next.time < end {
            now = next.time
            next.entry(self)
        }
    }

    private func calmDown() {
        makeCalm()
        let deadline = now + Self.patience
        let stepLimit = steps + 20_000
        while oracle.verdict == nil, steps < stepLimit, let next = agenda.next(), next.time < deadline {
            now = next.time
            next.entry(self)
            if isDone { break }
        }
        guard oracle.verdict == nil else { return }
        oracle.judge(store)
    }

    private var isDone: Bool {
        store.decided.count == store.events.count && !store.replies.contains(where: \.isOpen)
    }

    private func makeCalm() {
        tell("calm")
        isCalm = true
        gateway.weather = .fair
        storeFailsUntil = 0
        handoffs = [:]
        for node in nodes { node.recover() }
        for fresh in 0..<3 {
            after(2) { $0.receive(user: 100 + fresh, drafts: [ReplyDraft(lifetime: 400)]) }
        }
    }
}
