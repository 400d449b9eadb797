import Foundation

/// Groups texts by greedy frequent substrings, joins groups that speak of the same, and groups the rest by the pairs of
/// units that texts share.
struct TextGrouping {
    /// The most groups of each of the two steps; texts beyond stay alone.
    static let groupLimit = 400
    /// The cosine from which two groups are one.
    static let joining = 0.30
    /// The cosine from which a text that is left belongs to a group.
    static let attaching = 0.28

    /// Texts of one question.
    struct Group {
        /// The substrings that made it, the strongest first; none for a group of the second step.
        var names: [Int]
        var texts: [Int]
    }

    /// One text of the pool.
    struct Text {
        let reading: TextUnits.Reading
        /// The followers who wrote it, each once.
        let followers: [Int32]
        /// Whether it may join a group only by its name, as a text that a rule answers.
        let isAnswered: Bool
    }

    private let texts: [Text]
    private let substrings: FrequentSubstrings
    private let contrast: [Double]
    private let least: Int
    let features: TextFeatures

    /// Groups texts into groups of at least `least` distinct followers.
    ///
    /// `contrast` says for each substring, from 0 (answered texts have it as often) to 1 (they never do), how well it
    /// names what is not answered.
    init(_ texts: [Text], substrings: FrequentSubstrings, contrast: [Double], atLeast least: Int) {
        self.texts = texts
        self.substrings = substrings
        self.contrast = contrast
        self.least = least
        features = TextFeatures(of: texts.map(\.reading), weights: texts.map(\.followers.count))
    }

    /// All groups, in no particular order but always the same.
    func groups() -> [Group] {
        var isFree = texts.map { $0.reading.hasTopic }
        var groups = joined(named(&isFree))
        attach(&isFree, to: &groups)
        groups += unnamed(&isFree)
        return groups
    }
}

// The first step: greedy substrings.
extension TextGrouping {
    /// The weight of a name by its number of units.
    private static let lengthWeights = [0, 1.2, 1, 1.5, 1.9, 2.2, 2.4]

    private struct Offer: Comparable {
        let score: Double
        let gram: Int

        static func < (left: Offer, right: Offer) -> Bool {
            left.score == right.score ? left.gram > right.gram : left.score < right.score
        }
    }

    private func score(_ gram: Int, followers: Int) -> Double {
        let units = substrings.grams[gram].units
        var score = Double(followers) * Self.lengthWeights[units.count] * contrast[gram]
        if let first = units.first, TextUnits.isDoubtful(first) { score *= 0.5 }
        if let last = units.last, TextUnits.isDoubtful(last) { score *= 0.5 }
        return score
    }

    /// Takes the best substring again and again, and its texts out of the contest.
    ///
    /// A substring's score only falls as texts leave, so the first offer that is up to date is the best.
    private func named(_ isFree: inout [Bool]) -> [Group] {
        var stamps = FollowerStamps(count: Int(texts.flatMap(\.followers).max() ?? -1) + 1)
        var offers = MaxHeap(
            substrings.grams.indices.filter { substrings.grams[$0].isName && contrast[$0] > 0 }
                .map { Offer(score: score($0, followers: followers(of: $0, isFree, &stamps)), gram: $0) }
        )
        var groups: [Group] = []
        while groups.count < Self.groupLimit, let best = offers.popMax(), best.score > 0 {
            let count = followers(of: best.gram, isFree, &stamps)
            let offer = Offer(score: score(best.gram, followers: count), gram: best.gram)
            guard offer == best else {
                if count >= least { offers.insert(offer) }
                continue
            }
            guard count >= least else { continue }
            let members = substrings.grams[best.gram].texts.map(Int.init).filter { isFree[$0] }
            for member in members { isFree[member] = false }
            groups.append(Group(names: [best.gram], texts: members))
        }
        return groups
    }

    private func followers(of gram: Int, _ isFree: [Bool], _ stamps: inout FollowerStamps) -> Int {
        stamps.begin()
        for text in substrings.grams[gram].texts where isFree[Int(text)] {
            for follower in texts[Int(text)].followers { stamps.note(follower) }
        }
        return stamps.distinct
    }

    /// Joins groups whose texts are alike, the most alike first.
    private func joined(_ groups: [Group]) -> [Group] {
        var groups = groups
        var centres = groups.map { features.centre(of: $0.texts) }
        var (best, partner) = ([Double](repeating: 0, count: groups.count), [Int](repeating: 0, count: groups.count))
        func search(_ place: Int) {
            (best[place], partner[place]) = (0, place)
            for other in groups.indices where other != place && !groups[other].texts.isEmpty {
                let cosine = centres[place].cosine(with: centres[other])
                if cosine > best[place] { (best[place], partner[place]) = (cosine, other) }
            }
        }
        for place in groups.indices { search(place) }
        while let place = best.indices.max(by: { best[$0] < best[$1] }), best[place] >= Self.joining {
            let (kept, gone) = (min(place, partner[place]), max(place, partner[place]))
            groups[kept].names += groups[gone].names
            groups[kept].texts += groups[gone].texts
            groups[gone].texts = []
            best[gone] = 0
            centres[kept] = features.centre(of: groups[kept].texts)
            for other in groups.indices where !groups[other].texts.isEmpty {
                if other == kept || partner[other] == kept || partner[other] == gone { search(other) }
            }
        }
        return groups.filter { !$0.texts.isEmpty }
    }
}

// The second step: pairs of units.
extension TextGrouping {
    /// Adds each text that is left to the group that it resembles most.
    private func attach(_ isFree: inout [Bool], to groups: inout [Group]) {
        var index = CentreIndex()
        for (place, group) in groups.enumerated() { index.add(features.centre(of: group.texts), as: place) }
        for text in texts.indices where isFree[text] && !texts[text].isAnswered {
            guard let near = index.nearest(to: features.vectors[text]), near.cosine >= Self.attaching else { continue }
            isFree[text] = false
            groups[near.place].texts.append(text)
        }
    }

    /// Groups the texts that are left: the most frequent lead, the others follow.
    private func unnamed(_ isFree: inout [Bool]) -> [Group] {
        var (index, groups): (CentreIndex, [Group]) = (CentreIndex(), [])
        let order = texts.indices.filter { isFree[$0] && !texts[$0].isAnswered }
            .sorted { (texts[$1].followers.count, $0) < (texts[$0].followers.count, $1) }
        for text in order {
            if let near = index.nearest(to: features.vectors[text]), near.cosine >= Self.attaching {
                groups[near.place].texts.append(text)
            } else if groups.count < Self.groupLimit, !features.vectors[text].isEmpty {
                index.add(features.vectors[text], as: groups.count)
                groups.append(Group(names: [], texts: [text]))
            }
        }
        return groups.filter { group in
            var followers: Set<Int32> = []
            for text in group.texts { followers.formUnion(texts[text].followers) }
            return followers.count >= least
        }
    }
}

/// Counts distinct followers without clearing a set each time.
private struct FollowerStamps {
    private var stamps: [Int32]
    private var current: Int32 = 0
    private(set) var distinct = 0

    init(count: Int) { stamps = Array(repeating: 0, count: count) }

    mutating func begin() {
        current += 1
        distinct = 0
    }

    mutating func note(_ follower: Int32) {
        guard stamps[Int(follower)] != current else { return }
        stamps[Int(follower)] = current
        distinct += 1
    }
}

/// A binary heap with the greatest element first.
private struct MaxHeap<Element: Comparable> {
    private var elements: [Element]

    init(_ elements: [Element]) {
        // A descending array is a heap.
        self.elements = elements.sorted(by: >)
    }

    mutating func insert(_ element: Element) {
        elements.append(element)
        var place = elements.count - 1
        while place > 0, elements[(place - 1) / 2] < elements[place] {
            elements.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func popMax() -> Element? {
        guard let last = elements.popLast() else { return nil }
        guard let first = elements.first else { return last }
        elements[0] = last
        var place = 0
        while true {
            var largest = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < elements.count && elements[largest] < elements[child] { largest = child }
            if largest == place { return first }
            elements.swapAt(place, largest)
            place = largest
        }
    }
}
