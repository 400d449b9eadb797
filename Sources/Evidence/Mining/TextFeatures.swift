import Foundation

/// Texts as vectors over the units and pairs of units that they contain, weighted by how rare these are.
struct TextFeatures {
    /// The weight of a single unit beside that of a pair.
    private static let unitWeight = 0.45
    /// The most features of a centre.
    private static let centreLimit = 64

    /// The vectors of the texts, each of length 1, or empty.
    let vectors: [SparseVector]
    private let numbers: [UInt64: Int32]
    private let rarity: [Double]
    private let weights: [Int]

    /// Measures texts; `weights` are their followers.
    init(of texts: [TextUnits.Reading], weights: [Int]) {
        var numbers: [UInt64: Int32] = [:]
        var counts: [Int] = []
        var found: [[Int32]] = []
        found.reserveCapacity(texts.count)
        for (reading, weight) in zip(texts, weights) {
            var own: [Int32] = []
            for key in Self.keys(of: reading) {
                let number = numbers[key] ?? Int32(counts.count)
                if numbers[key] == nil {
                    numbers[key] = number
                    counts.append(0)
                }
                own.append(number)
            }
            let distinct = Set(own).sorted()
            for number in distinct { counts[Int(number)] += weight }
            found.append(distinct)
        }
        var isPair = [Bool](repeating: false, count: counts.count)
        for (key, number) in numbers { isPair[Int(number)] = key >> 32 != 0 }
        let total = Double(max(weights.reduce(0, +), 1))
        let rarity = counts.indices.map { feature in
            log(1 + total / Double(max(counts[feature], 1))) * (isPair[feature] ? 1 : Self.unitWeight)
        }
        self.numbers = numbers
        self.rarity = rarity
        self.weights = weights
        vectors = found.map { own in SparseVector(own.map { ($0, rarity[Int($0)]) }).normalized() }
    }

    /// The features of a text: its units that are not weak, and its pairs of which one is not; weak ones tell nothing.
    private static func keys(of reading: TextUnits.Reading) -> [UInt64] {
        let (units, weak) = (reading.units, reading.weak)
        var keys: [UInt64] = []
        for place in units.indices where units[place] >= 0 {
            let isDoubtful = TextUnits.isDoubtful(units[place])
            if !weak[place], !isDoubtful { keys.append(UInt64(UInt32(bitPattern: units[place]))) }
            guard place + 1 < units.count, units[place + 1] >= 0, !weak[place], !weak[place + 1] else { continue }
            keys.append(UInt64(UInt32(bitPattern: units[place])) << 32 | UInt64(UInt32(bitPattern: units[place + 1])))
        }
        return keys
    }

    /// The vector of a text that is not among the texts; features that they do not have are left out.
    func vector(of reading: TextUnits.Reading) -> SparseVector {
        let own = Set(Self.keys(of: reading).compactMap { numbers[$0] }).sorted()
        return SparseVector(own.map { ($0, rarity[Int($0)]) }).normalized()
    }

    /// The centre of texts, each weighted by the root of its followers, of length 1.
    func centre(of texts: [Int]) -> SparseVector {
        var sum: [Int32: Double] = [:]
        for text in texts {
            let weight = Double(weights[text]).squareRoot()
            for (feature, value) in vectors[text].elements { sum[feature, default: 0] += weight * value }
        }
        return Self.cut(sum)
    }

    /// The sum of vectors, of length 1.
    static func sum(_ vectors: [SparseVector]) -> SparseVector {
        var sum: [Int32: Double] = [:]
        for vector in vectors {
            for (feature, value) in vector.elements { sum[feature, default: 0] += value }
        }
        return cut(sum)
    }

    private static func cut(_ sum: [Int32: Double]) -> SparseVector {
        let strongest = sum.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(centreLimit)
        return SparseVector(strongest.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }).normalized()
    }
}

/// A vector with few elements that are not 0, ascending by feature.
struct SparseVector {
    let elements: [(feature: Int32, value: Double)]

    init(_ elements: [(Int32, Double)]) {
        self.elements = elements.map { (feature: $0.0, value: $0.1) }
    }

    var isEmpty: Bool { elements.isEmpty }

    func normalized() -> SparseVector {
        let length = elements.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
        return length > 0 ? SparseVector(elements.map { ($0.feature, $0.value / length) }) : self
    }

    /// The cosine with another vector of length 1.
    func cosine(with other: SparseVector) -> Double {
        var (sum, left, right) = (0.0, 0, 0)
        while left < elements.count, right < other.elements.count {
            let (mine, theirs) = (elements[left], other.elements[right])
            if mine.feature == theirs.feature { sum += mine.value * theirs.value }
            if mine.feature <= theirs.feature { left += 1 }
            if theirs.feature <= mine.feature { right += 1 }
        }
        return sum
    }
}

/// Centres by their features.
struct CentreIndex {
    private var centres: [Int32: [(place: Int, value: Double)]] = [:]
    private var count = 0

    mutating func add(_ centre: SparseVector, as place: Int) {
        count = max(count, place + 1)
        for (feature, value) in centre.elements { centres[feature, default: []].append((place, value)) }
    }

    /// The centre with the greatest cosine; nil where none shares a feature.
    func nearest(to vector: SparseVector) -> (place: Int, cosine: Double)? {
        var sums: [Int: Double] = [:]
        for (feature, value) in vector.elements {
            for (place, other) in centres[feature] ?? [] { sums[place, default: 0] += value * other }
        }
        return sums.min { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }
}
