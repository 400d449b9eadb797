/// Counts occurrences in a window that ends now, in steps of a tenth of it.
struct SlidingCount: Sendable, Hashable {
    private static let slices = 10

    private let slice: Duration
    private var counts = [Int](repeating: 0, count: Self.slices)
    private var newest = Int64.min

    init(window: Duration) {
        slice = max(window / Self.slices, .milliseconds(1))
    }

    /// Counts one occurrence.
    mutating func add(at now: Duration) {
        turn(to: now)
        counts[index(of: newest)] += 1
    }

    /// The occurrences in the window.
    mutating func total(at now: Duration) -> Int {
        turn(to: now)
        return counts.reduce(0, +)
    }

    private mutating func turn(to now: Duration) {
        let current = Int64((now / slice).rounded(.down))
        guard current > newest else { return }
        if newest == .min || current - newest >= Int64(Self.slices) {
            counts = [Int](repeating: 0, count: Self.slices)
        } else {
            for passed in (newest + 1)...current { counts[index(of: passed)] = 0 }
        }
        newest = current
    }

    private func index(of slice: Int64) -> Int {
        let rest = Int(slice % Int64(Self.slices))
        return rest < 0 ? rest + Self.slices : rest
    }
}
