internal import DequeModule

/// An event on its way from the journal to its decision.
package protocol HandoverItem: Identifiable, Sendable where ID: Comparable & Sendable {
    /// Events of one follower are decided one at a time, in the order of their numbers.
    var follower: String { get }
}

/// Bounded queues, each with at most one event under way, so that the events of a follower stay in order.
struct PartitionedQueue<Item: HandoverItem>: Sendable {
    private struct Partition: Sendable {
        var waiting = Deque<Item>()
        var running: Item.ID?
    }

    private var partitions: [Partition]
    private let limit: Int
    private var runningIn: [Item.ID: Int] = [:]
    private(set) var waitingCount = 0

    init(partitions count: Int, limit: Int) {
        partitions = Array(repeating: Partition(), count: max(1, count))
        self.limit = max(1, limit)
    }

    var runningCount: Int { runningIn.count }
    var isEmpty: Bool { waitingCount == 0 && runningIn.isEmpty }

    func isRunning(_ id: Item.ID) -> Bool {
        runningIn[id] != nil
    }

    /// Appends an event to its follower's partition; false when that is full.
    mutating func append(_ item: Item) -> Bool {
        let index = partition(of: item.follower)
        guard partitions[index].waiting.count < limit else { return false }
        partitions[index].waiting.append(item)
        waitingCount += 1
        return true
    }

    /// Takes out the next event of every partition that has none under way.
    mutating func takeReady() -> [Item] {
        guard waitingCount > 0 else { return [] }
        return partitions.indices.compactMap { index in takeNext(of: index) }
    }

    /// Takes out the next event of a follower's partition, unless one is under way.
    mutating func takeNext(of follower: String) -> Item? {
        takeNext(of: partition(of: follower))
    }

    /// Ends an event that was under way and takes out the next one of its partition.
    mutating func finish(_ id: Item.ID) -> Item? {
        guard let index = runningIn.removeValue(forKey: id) else { return nil }
        partitions[index].running = nil
        return takeNext(of: index)
    }

    /// Begins an event that does not wait in a partition.
    mutating func begin(_ item: Item) {
        let index = partition(of: item.follower)
        partitions[index].running = item.id
        runningIn[item.id] = index
    }

    /// Drops the waiting events; events under way go on.
    mutating func removeWaiting() {
        guard waitingCount > 0 else { return }
        for index in partitions.indices { partitions[index].waiting.removeAll() }
        waitingCount = 0
    }

    private mutating func takeNext(of index: Int) -> Item? {
        guard partitions[index].running == nil, let item = partitions[index].waiting.popFirst() else { return nil }
        waitingCount -= 1
        partitions[index].running = item.id
        runningIn[item.id] = index
        return item
    }

    /// FNV-1a: the same partition in every process, unlike `Hasher`.
    private func partition(of follower: String) -> Int {
        let hash = follower.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return Int(hash % UInt64(partitions.count))
    }
}
