/// What is to happen when, in order of time; at the same time, in the order in which it was put down.
struct Agenda<Entry> {
    private struct Item {
        let time: Double
        let number: Int
        let entry: Entry

        func comes(before other: Item) -> Bool {
            time < other.time || time == other.time && number < other.number
        }
    }

    private var heap: [Item] = []
    private var count = 0

    /// Puts something down.
    mutating func add(_ entry: Entry, at time: Double) {
        heap.append(Item(time: time, number: count, entry: entry))
        count += 1
        var child = heap.count - 1
        while child > 0, heap[child].comes(before: heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes what comes first.
    mutating func next() -> (time: Double, entry: Entry)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.time, first.entry)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            let children = (2 * parent + 1..<2 * parent + 3).filter { $0 < heap.count }
            guard let child = children.min(by: { heap[$0].comes(before: heap[$1]) }),
                heap[child].comes(before: heap[parent])
            else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
