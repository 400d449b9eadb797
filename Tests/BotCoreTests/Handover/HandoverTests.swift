import BotCore
import TestSupport
import Testing

private struct Item: HandoverItem {
    let id: Int
    let follower: String

    init(_ id: Int, _ follower: String = "a") {
        (self.id, self.follower) = (id, follower)
    }
}

/// The effects of a step, as words: `read 5`, `decide 7`, `quarantine 7`, `open`.
@Suite(.timeLimit(.minutes(5)), .watched)
struct HandoverTests {
    private typealias Core = Handover<Item>

    private static func core(
        partitions: Int = 1,
        queue: Int = 2,
        page: Int = 4,
        tail: Int = 2
    ) -> Core {
        var limits = Core.Limits()
        (limits.partitions, limits.queue, limits.page, limits.tail) = (partitions, queue, page, tail)
        return Core(limits: limits)
    }

    /// A machine that has read an empty journal.
    private static func open(queue: Int = 2, tail: Int = 2) -> Core {
        var core = core(queue: queue, tail: tail)
        _ = core.step(.started(suspects: [:]))
        _ = core.step(.page([], through: nil, isEnd: true))
        return core
    }

    private static func words(_ effects: [Core.Effect]) -> [String] {
        effects.map { effect in
            switch effect {
            case .read(let after, _, let afterFailure):
                "read \(after.map(String.init) ?? "all")\(afterFailure ? " later" : "")"
            case .decide(let item): "decide \(item.id)"
            case .quarantine(let id): "quarantine \(id)"
            case .caughtUp: "open"
            }
        }
    }

    @Test func `a start reads the journal from its first undecided event, page by page, and then opens`() {
        var core = Self.core(page: 2)
        #expect(Self.words(core.step(.committed(Item(1)))) == [])
        #expect(Self.words(core.step(.started(suspects: [:]))) == ["read all"])
        #expect(
            Self.words(core.step(.page([Item(1), Item(2)], through: 2, isEnd: false))) == ["decide 1", "read 2"]
        )
        #expect(Self.words(core.step(.page([Item(3)], through: 3, isEnd: true))) == ["open"])
        #expect(Self.words(core.step(.finished(1))) == ["decide 2"])
        #expect(Self.words(core.step(.finished(2))) == ["decide 3"])
    }

    @Test func `the events of a follower are decided one at a time, those of others beside them`() {
        var core = Self.core(partitions: 64)
        _ = core.step(.started(suspects: [:]))
        let page = [Item(1, "a"), Item(2, "b"), Item(3, "a"), Item(4, "c")]
        let first = Self.words(core.step(.page(page, through: 4, isEnd: true)))
        #expect(Set(first) == ["decide 1", "decide 2", "decide 4", "open"])
        #expect(Self.words(core.step(.finished(2))) == [])
        #expect(Self.words(core.step(.finished(1))) == ["decide 3"])
    }

    @Test func `an event that finds its partition full is read from the journal, in order, and once`() {
        var core = Self.open(queue: 1)
        #expect(Self.words(core.step(.committed(Item(1)))) == ["decide 1"])
        #expect(Self.words(core.step(.committed(Item(2)))) == [])
        #expect(Self.words(core.step(.committed(Item(3)))) == ["read 2"])
        #expect(!core.isOpen)
        #expect(Self.words(core.step(.page([Item(3)], through: 3, isEnd: true))) == [])
        #expect(Self.words(core.step(.finished(1))) == ["decide 2", "open"])
        #expect(Self.words(core.step(.finished(2))) == ["decide 3"])
        #expect(core.waitingCount == 0)
    }

    @Test func `an event read is not decided again when it is reported late, also after an empty page`() {
        var core = Self.core(page: 2)
        _ = core.step(.started(suspects: [:]))
        _ = core.step(.page([Item(1), Item(2)], through: 2, isEnd: false))
        #expect(Self.words(core.step(.page([], through: nil, isEnd: true))) == ["open"])
        _ = (1...2).map { core.step(.finished($0)) }
        #expect((1...2).map { Self.words(core.step(.committed(Item($0)))) } == [[], []])
        #expect(Self.words(core.step(.committed(Item(3)))) == ["decide 3"])
    }

    @Test func `events committed during a read of the journal are handed over without another one, up to the limit`() {
        var core = Self.core(queue: 9, tail: 1)
        _ = core.step(.started(suspects: [:]))
        #expect(Self.words(core.step(.committed(Item(1)))) == [])
        #expect(Self.words(core.step(.page([], through: nil, isEnd: true))) == ["decide 1", "open"])

        var other = Self.core(queue: 9, tail: 1)
        _ = other.step(.started(suspects: [:]))
        for id in 1...2 { _ = other.step(.committed(Item(id))) }
        #expect(Self.words(other.step(.page([], through: nil, isEnd: true))) == ["read all"])
    }

    @Test func `a failed read is made again, and is no end of the journal`() {
        var core = Self.core()
        _ = core.step(.started(suspects: [:]))
        #expect(Self.words(core.step(.readFailed)) == ["read all later"])
        #expect(!core.isOpen)
    }

    @Test func `after a failure of the store everything that waits is read again, in order`() {
        var core = Self.open(queue: 9)
        for id in [1, 3, 4] { _ = core.step(.committed(Item(id))) }
        #expect(Self.words(core.step(.storeRecovered)) == ["read all"])
        // Event 1 is under way; the store had kept event 2 without a report.
        let page = (1...4).map { Item($0) }
        #expect(Self.words(core.step(.page(page, through: 4, isEnd: true))) == ["open"])
        #expect((1...3).map { Self.words(core.step(.finished($0))) } == [["decide 2"], ["decide 3"], ["decide 4"]])
    }

    @Test func `an event that is reported twice is decided once, and one reported out of order is still decided`() {
        var core = Self.open(queue: 9)
        for id in [1, 3] { _ = core.step(.committed(Item(id))) }
        #expect(Self.words(core.step(.committed(Item(3)))) == ["read all"])
        #expect(Self.words(core.step(.committed(Item(2)))) == [])
        #expect(Self.words(core.step(.page([Item(1), Item(3)], through: 3, isEnd: true))) == ["read all"])
        // Event 1 is under way.
        let page = (1...3).map { Item($0) }
        #expect(Self.words(core.step(.page(page, through: 3, isEnd: true))) == ["open"])
        #expect((1...3).map { Self.words(core.step(.finished($0))) } == [["decide 2"], ["decide 3"], []])
        // A report that is repeated after the decision finds an empty journal.
        #expect(Self.words(core.step(.committed(Item(2)))) == ["read all"])
        #expect(Self.words(core.step(.page([], through: nil, isEnd: true))) == ["open"])
    }

    @Test func `a page that was asked for before the store failed is void`() {
        var core = Self.core()
        _ = core.step(.started(suspects: [:]))
        #expect(Self.words(core.step(.storeRecovered)) == [])
        #expect(Self.words(core.step(.page([Item(1)], through: 1, isEnd: true))) == ["read all"])
        #expect(Self.words(core.step(.page([Item(1)], through: 1, isEnd: false))) == ["decide 1", "read 1"])
        _ = core.step(.storeRecovered)
        #expect(Self.words(core.step(.readFailed)) == ["read all later"])
    }

    @Test func `a suspect is decided last, alone, and before the later events of its follower`() {
        var core = Self.core(partitions: 64, queue: 9)
        _ = core.step(.started(suspects: [2: 1]))
        let page = [Item(1, "b"), Item(2, "a"), Item(3, "a"), Item(4, "c")]
        let first = Self.words(core.step(.page(page, through: 4, isEnd: true)))
        #expect(Set(first) == ["decide 1", "decide 4"])
        #expect(Self.words(core.step(.committed(Item(5, "d")))) == [])
        #expect(Self.words(core.step(.finished(1))) == [])
        #expect(Self.words(core.step(.finished(4))) == ["decide 2"])
        #expect(Self.words(core.step(.finished(2))) == ["read all"])
        let rest = Self.words(core.step(.page([Item(3, "a"), Item(5, "d")], through: 5, isEnd: true)))
        #expect(Set(rest) == ["decide 3", "decide 5", "open"])
    }

    @Test func `suspects with fewer deaths come first, and two of one follower in their order`() {
        var core = Self.core(partitions: 64)
        _ = core.step(.started(suspects: [1: 2, 2: 1, 3: 1]))
        let page = [Item(1, "a"), Item(2, "b"), Item(3, "a"), Item(4, "a")]
        #expect(Self.words(core.step(.page(page, through: 4, isEnd: true))) == ["decide 2"])
        #expect(Self.words(core.step(.finished(2))) == ["decide 1"])
        #expect(Self.words(core.step(.finished(1))) == ["read all"])
        #expect(Self.words(core.step(.page([page[2], page[3]], through: 4, isEnd: true))) == ["decide 3"])
        #expect(Self.words(core.step(.finished(3))) == ["read all"])
        #expect(Self.words(core.step(.page([page[3]], through: 4, isEnd: true))) == ["decide 4", "open"])
    }

    @Test func `after three deaths an event is quarantined and its follower is answered`() {
        var core = Self.core(partitions: 64)
        #expect(Self.words(core.step(.started(suspects: [1: 3]))) == ["quarantine 1", "read all"])
        // The page may be read before the quarantine is durable.
        #expect(Self.words(core.step(.page([Item(1), Item(2)], through: 2, isEnd: true))) == ["decide 2", "open"])
        #expect(Self.words(core.step(.requeued(1))) == ["read all"])
        #expect(Self.words(core.step(.finished(2))) == [])
        #expect(Self.words(core.step(.page([Item(1)], through: 1, isEnd: true))) == ["decide 1", "open"])
    }

    @Test func `a suspect that the journal no longer holds keeps nobody waiting`() {
        var core = Self.core()
        _ = core.step(.started(suspects: [7: 1]))
        #expect(Self.words(core.step(.page([], through: nil, isEnd: true))) == ["open"])
    }

    @Test func `a machine that closes begins nothing more`() {
        var core = Self.open(queue: 9)
        for id in 1...3 { _ = core.step(.committed(Item(id))) }
        #expect(Self.words(core.step(.closing)) == [])
        #expect(Self.words(core.step(.finished(1))) == [])
        #expect(Self.words(core.step(.committed(Item(4)))) == [])
        #expect(Self.words(core.step(.storeRecovered)) == [])
        #expect((core.waitingCount, core.runningCount) == (0, 0))
    }
}
