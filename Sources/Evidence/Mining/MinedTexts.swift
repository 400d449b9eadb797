import RuleEngine

/// The texts of a pool that are mined, with what the miner knows of each; a text that a follower repeats counts once.
struct MinedTexts {
    /// How much an answered text speaks against a substring.
    private static let contrastFactor = 2.0

    /// The texts, and their numbers in the pool.
    let texts: [TextGrouping.Text]
    let numbers: [Int]
    /// The messages of each text.
    let messages: [[MiningPool.Message]]
    let substrings: FrequentSubstrings
    /// For each substring, from 0 (answered texts have it as often) to 1 (they never do).
    let contrast: [Double]
    /// The texts that rules answer well, by rule, the most frequent first.
    let taken: [Int32: [TextUnits.Reading]]
    let smallTalk: Int
    let notUnderstood: Int
    let notUnderstoodFollowers: Int
    /// Messages after which the follower asked again, by rule.
    let askedAgain: [Int32: Int]

    init(_ pool: MiningPool, atLeast least: Int) {
        var (mined, content): ([[MiningPool.Message]], [[MiningPool.Message]])
        mined = Array(repeating: [], count: pool.texts.count)
        content = mined
        var (smallTalk, notUnderstood, followers, again): (Int, Int, Set<Int32>, [Int32: Int]) = (0, 0, [], [:])
        for message in pool.messages where message.isInTime {
            let text = Int(message.text)
            if pool.texts[text].isSmallTalk { smallTalk += 1 }
            switch message.treatment {
            case .notUnderstood:
                notUnderstood += 1
                followers.insert(message.follower)
                if !pool.texts[text].isSmallTalk { mined[text].append(message) }
            case .rule(let place):
                if message.isAskedAgain { again[place, default: 0] += 1 }
                if message.isAskedAgain || message.wasNotUnderstood {
                    mined[text].append(message)
                } else {
                    content[text].append(message)
                }
            case .other: continue
            }
        }
        // A text after which as many ask again as do not is no evidence that its words are answered.
        for text in content.indices where mined[text].count(where: \.isAskedAgain) >= content[text].count {
            content[text] = []
        }
        let numbers = mined.indices.filter { !mined[$0].isEmpty }
        texts = numbers.map { number in
            TextGrouping.Text(
                reading: pool.texts[number].reading,
                followers: Set(mined[number].map(\.follower)).sorted(),
                isAnswered: mined[number].allSatisfy(\.isAskedAgain)
            )
        }
        messages = numbers.map { mined[$0] }
        let weights = texts.map(\.followers.count)
        substrings = FrequentSubstrings(of: texts.map(\.reading), weights: weights, atLeast: least)
        let answered = content.indices.filter { !content[$0].isEmpty }
        contrast = Self.contrast(
            substrings,
            weights: weights,
            answered: answered.map { (pool.texts[$0].reading, Set(content[$0].map(\.follower)).count) }
        )
        taken = Self.taken(content, pool)
        self.numbers = numbers
        self.smallTalk = smallTalk
        self.notUnderstood = notUnderstood
        notUnderstoodFollowers = followers.count
        askedAgain = again
    }

    private static func contrast(
        _ substrings: FrequentSubstrings,
        weights: [Int],
        answered: [(reading: TextUnits.Reading, weight: Int)]
    ) -> [Double] {
        var counts = [Int](repeating: 0, count: substrings.grams.count)
        for (reading, weight) in answered {
            for gram in substrings.contained(in: reading.units) { counts[Int(gram)] += weight }
        }
        let mined = Double(max(weights.reduce(0, +), 1))
        let content = Double(max(answered.reduce(0) { $0 + $1.weight }, 1))
        return substrings.grams.indices.map { gram in
            let own = substrings.grams[gram].texts.reduce(0) { $0 + weights[Int($1)] }
            let share = (Double(counts[gram]) / content) / (Double(max(own, 1)) / mined)
            return max(0, 1 - contrastFactor * share)
        }
    }

    private static func taken(
        _ content: [[MiningPool.Message]],
        _ pool: MiningPool
    ) -> [Int32: [TextUnits.Reading]] {
        var texts: [Int32: [(text: Int, count: Int)]] = [:]
        for (text, messages) in content.enumerated() {
            guard case .rule(let place)? = messages.first?.treatment else { continue }
            texts[place, default: []].append((text, messages.count))
        }
        return texts.mapValues { list in
            list.sorted { ($1.count, $0.text) < ($0.count, $1.text) }.prefix(RuleProfiles.textLimit)
                .map { pool.texts[$0.text].reading }
        }
    }

    /// The beginning of the most frequent of some texts.
    func sample(of group: [Int], in pool: MiningPool) -> String {
        let text = group.min { (texts[$1].followers.count, $0) < (texts[$0].followers.count, $1) }
        return text.map { String(pool.texts[numbers[$0]].sample.unicodeScalars.prefix(20)) } ?? ""
    }
}
