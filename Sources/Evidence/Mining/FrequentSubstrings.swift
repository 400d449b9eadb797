/// The substrings of two to six units that at least some followers wrote, level by level: a longer one is frequent
/// only if both of its ends are.
///
/// Time and memory are linear in the number of units, whatever the texts are.
struct FrequentSubstrings {
    typealias Unit = TextUnits.Unit

    /// The most units of a substring.
    static let longest = 6

    /// One substring.
    struct Gram {
        let units: [Unit]
        /// The texts that contain it, ascending.
        var texts: [Int32]
        /// Whether it may name a group: it neither begins nor ends in a weak word.
        var isName: Bool
    }

    private(set) var grams: [Gram] = []
    /// Per level, the numbers of the substrings by their two ends.
    private var levels: [[UInt64: Int32]] = []

    /// Finds the substrings of texts; `weights` are the texts' followers.
    init(of texts: [TextUnits.Reading], weights: [Int], atLeast least: Int) {
        var places = texts.map { $0.units }
        addWords(of: texts, weights: weights, atLeast: least)
        for length in 2...Self.longest {
            let (frequent, next) = Self.level(length, places, texts: texts, weights: weights, atLeast: least)
            guard !frequent.isEmpty else { break }
            var numbers: [UInt64: Int32] = [:]
            var local: [Int32] = []
            for entry in frequent {
                let (text, start) = entry.place
                let reading = texts[text]
                local.append(Int32(grams.count))
                numbers[entry.key] = Int32(grams.count)
                grams.append(
                    Gram(
                        units: Array(reading.units[start..<start + length]),
                        texts: entry.texts,
                        isName: !reading.weak[start] && !reading.weak[start + length - 1]
                    )
                )
            }
            places = next.map { row in row.map { $0 < 0 ? -1 : local[Int($0)] } }
            levels.append(numbers)
        }
    }

    private struct Frequent {
        let key: UInt64
        var place: (text: Int, start: Int)
        var texts: [Int32]
    }

    private struct Count {
        var weight = 0
        var last: Int32 = -1
    }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    /// The frequent substrings of one length, and their numbers at each place.
    private static func level(
        _ length: Int,
        _ places: [[Int32]],
        texts: [TextUnits.Reading],
        weights: [Int],
        atLeast least: Int
    ) -> (frequent: [Frequent], next: [[Int32]]) {
        var counts: [UInt64: Count] = [:]
        for (text, row) in places.enumerated() where row.count > 1 {
            for start in 0..<row.count - 1 where row[start] >= 0 && row[start + 1] >= 0 {
                let key = key(row[start], row[start + 1])
                if counts[key, default: Count()].last != Int32(text) {
                    counts[key, default: Count()].weight += weights[text]
                    counts[key, default: Count()].last = Int32(text)
                }
            }
        }
        var numbers: [UInt64: Int32] = [:]
        var frequent: [Frequent] = []
        var next: [[Int32]] = []
        next.reserveCapacity(places.count)
        for (text, row) in places.enumerated() {
            guard row.count > 1 else {
                next.append([])
                continue
            }
            var numbered = [Int32](repeating: -1, count: row.count - 1)
            for start in 0..<row.count - 1 where row[start] >= 0 && row[start + 1] >= 0 {
                let key = key(row[start], row[start + 1])
                guard let count = counts[key], count.weight >= least else { continue }
                let number = numbers[key] ?? Int32(frequent.count)
                if numbers[key] == nil {
                    numbers[key] = number
                    frequent.append(Frequent(key: key, place: (text, start), texts: []))
                }
                if frequent[Int(number)].texts.last != Int32(text) { frequent[Int(number)].texts.append(Int32(text)) }
                numbered[start] = number
            }
            next.append(numbered)
        }
        return (frequent, next)
    }

    /// Latin words, which are names by themselves.
    private mutating func addWords(of texts: [TextUnits.Reading], weights: [Int], atLeast least: Int) {
        var found: [Unit: (weight: Int, isWeak: Bool, texts: [Int32])] = [:]
        for (number, reading) in texts.enumerated() {
            for (unit, isWeak) in zip(reading.units, reading.weak) where TextUnits.isWord(unit) {
                guard found[unit]?.texts.last != Int32(number) else { continue }
                found[unit, default: (0, isWeak, [])].weight += weights[number]
                found[unit, default: (0, isWeak, [])].texts.append(Int32(number))
            }
        }
        for (unit, word) in found.sorted(by: { $0.key < $1.key }) where word.weight >= least {
            grams.append(Gram(units: [unit], texts: word.texts, isName: !word.isWeak))
        }
    }

    /// The numbers of the substrings that a text contains, each once.
    func contained(in units: [Unit]) -> Set<Int32> {
        var found: Set<Int32> = []
        var row = units
        for numbers in levels {
            guard row.count > 1 else { break }
            row = (0..<row.count - 1)
                .map { row[$0] < 0 || row[$0 + 1] < 0 ? -1 : numbers[Self.key(row[$0], row[$0 + 1])] ?? -1 }
            for number in row where number >= 0 { found.insert(number) }
        }
        return found
    }
}
