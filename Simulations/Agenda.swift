import BotCore

/// A queue of entries by time; entries at the same time keep their order.
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

    /// Adds an entry.
    mutating func add(_ entry: Entry, at time: Double) {
        heap.append(Item(time: time, number: count, entry: entry))
        count += 1
        var child = heap.count - 1
        while child > 0, heap[child].comes(before: heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Removes and returns the first entry.
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

/// The log of one seed, line by line, if it is wanted.
struct Story {
    var isTold = false
    private(set) var lines: [String] = []

    /// Adds a line.
    mutating func tell(_ line: @autoclosure () -> String, at time: Double) {
        guard isTold else { return }
        let thousandths = Int((time * 1_000).rounded())
        let fraction = String(1_000 + thousandths % 1_000).dropFirst()
        lines.append("\(thousandths / 1_000).\(fraction)  \(line())")
    }
}

extension SplitMix64 {
    /// True with this probability, from 0 to 1.
    mutating func chance(_ probability: Double) -> Bool {
        fraction() < probability
    }

    /// A number of the range.
    mutating func number(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * fraction()
    }

    /// A number of the range.
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }
}

extension Double {
    /// A duration in seconds.
    static func seconds(_ duration: Duration) -> Double {
        duration / .seconds(1)
    }
}
