import Foundation
import RuleEngine

/// Finds the words that the messages of a group share, and others do not.
struct WordSearch {
    /// The most words to offer for a group.
    static let wordLimit = 6
    /// The most words to offer in place of refused ones.
    private static let alternativeLimit = 3

    /// A word for a group.
    struct Word {
        let text: String
        /// The followers of the group whom it reaches, and no word before it.
        let followers: Int
        /// Whether it is for the case that the words before it are refused.
        var isAlternative = false
    }

    private let mined: MinedTexts
    private let units: TextUnits
    /// The substrings that may be words, by text.
    private let gramsOfText: [[Int32]]
    private let reach: [Int]

    init(_ mined: MinedTexts, units: TextUnits) {
        self.mined = mined
        self.units = units
        var grams = [[Int32]](repeating: [], count: mined.texts.count)
        var reach = [Int](repeating: 0, count: mined.substrings.grams.count)
        for (number, gram) in mined.substrings.grams.enumerated() where gram.isName && mined.contrast[number] > 0 {
            for text in gram.texts {
                grams[Int(text)].append(Int32(number))
                reach[number] += mined.texts[Int(text)].followers.count
            }
        }
        gramsOfText = grams
        self.reach = reach
    }

    /// The words, the best first: the substring that reaches the most followers of the group that no word before it
    /// reaches, by the share of its messages that are the group's.
    func words(for group: TextGrouping.Group) -> [Word] {
        var left = group.texts
        var words: [Word] = []
        var used: Set<Int32> = []
        while words.count < Self.wordLimit, !left.isEmpty {
            var counts: [Int32: Int] = [:]
            for text in left {
                for gram in gramsOfText[text] { counts[gram, default: 0] += mined.texts[text].followers.count }
            }
            var inGroup: [Int32: Int] = [:]
            for text in group.texts {
                for gram in gramsOfText[text] where counts[gram] != nil {
                    inGroup[gram, default: 0] += mined.texts[text].followers.count
                }
            }
            let best = counts.filter { !used.contains($0.key) }
                .map { gram, count in (gram: gram, score: score(gram, count: count, own: inGroup[gram] ?? count)) }
                .min { ($1.score, $0.gram) < ($0.score, $1.gram) }
            guard let best, best.score > 0 else { break }
            used.insert(best.gram)
            words.append(
                Word(
                    text: units.text(of: mined.substrings.grams[Int(best.gram)].units),
                    followers: counts[best.gram] ?? 0
                )
            )
            left.removeAll { gramsOfText[$0].contains(best.gram) }
        }
        return words + alternatives(for: group, besides: used)
    }

    /// The next best words for the whole group.
    private func alternatives(for group: TextGrouping.Group, besides used: Set<Int32>) -> [Word] {
        var counts: [Int32: Int] = [:]
        for text in group.texts {
            for gram in gramsOfText[text] where !used.contains(gram) {
                counts[gram, default: 0] += mined.texts[text].followers.count
            }
        }
        return counts.map { gram, count in (gram: gram, count: count, score: score(gram, count: count, own: count)) }
            .sorted { ($1.score, $0.gram) < ($0.score, $1.gram) }
            .prefix(Self.alternativeLimit)
            .map { best in
                let units = mined.substrings.grams[Int(best.gram)].units
                return Word(text: self.units.text(of: units), followers: best.count, isAlternative: true)
            }
    }

    private func score(_ gram: Int32, count: Int, own: Int) -> Double {
        let precision = Double(own) / Double(max(reach[Int(gram)], 1))
        let units = mined.substrings.grams[Int(gram)].units
        let isDoubtful = [units.first, units.last].contains { $0.map(TextUnits.isDoubtful) ?? false }
        return Double(count) * precision * precision * mined.contrast[Int(gram)]
            * (1 + 0.08 * Double(units.count)) * (isDoubtful ? 0.7 : 1)
    }
}

/// Tries the words of a group, one after the other, and keeps those that only help.
struct WordTrials {
    /// The most words of one proposal.
    private static let proposalLimit = 3
    /// The most runs of the engine for one group.
    private static let runLimit = 6
    /// The share of the group's followers that a further word must reach.
    private static let furtherShare = 0.1

    private let pool: MiningPool
    private let trial: TrafficTrial
    private let target: MinedGroup.Target
    private let options: MiningOptions
    /// The code points that trials may still read.
    private(set) var budget: Int
    private(set) var proposal: MinedProposal?
    private(set) var refusals: [MinedGroup.Refusal] = []

    init(pool: MiningPool, trial: TrafficTrial, target: MinedGroup.Target, options: MiningOptions, budget: Int) {
        self.pool = pool
        self.trial = trial
        self.target = target
        self.options = options
        self.budget = budget
    }

    mutating func run(_ words: [WordSearch.Word], followers: Int) {
        var runs = 0
        for word in words {
            let kept = proposal?.words ?? []
            guard kept.count < Self.proposalLimit, runs < Self.runLimit else { return }
            if !kept.isEmpty, word.isAlternative { return }
            // A word within another one changes nothing, or makes the other one idle.
            if kept.contains(where: { $0.contains(scalarsOf: word.text) || word.text.contains(scalarsOf: $0) }) {
                continue
            }
            if !kept.isEmpty, Double(word.followers) < Self.furtherShare * Double(followers) { continue }
            let all = kept + [word.text]
            runs += 1
            budget -= pool.lengthOfLong * all.count
            guard budget >= 0 else { return giveUp(word) }
            let affected = affected(by: all)
            budget -= trial.cost(of: affected)
            guard budget >= 0 else { return giveUp(word) }
            guard let result = trial.run(all, target: target, on: affected, isInTime: options.isInTime) else {
                refusals.append(MinedGroup.Refusal(word: word.text, reason: .unusable))
                continue
            }
            if let most = result.taken.min(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                refusals.append(MinedGroup.Refusal(word: word.text, reason: .steals(most.value, from: most.key)))
            } else if result.answers <= (proposal?.backtest.answers ?? 0) {
                if kept.isEmpty { refusals.append(MinedGroup.Refusal(word: word.text, reason: .answersNone)) }
            } else {
                proposal = MinedProposal(words: all, backtest: result)
            }
        }
    }

    /// Leaves a word untried; the words before it were tried as a whole.
    private mutating func giveUp(_ word: WordSearch.Word) {
        refusals.append(MinedGroup.Refusal(word: word.text, reason: .untried))
    }

    /// The followers with a message that may contain a word.
    private func affected(by words: [String]) -> [Int32] {
        var units = pool.units
        let needles = words.map { word in
            units.read(TextNormalizer.normalize(word).folded[...]).units
        }
        let isHit = pool.texts.map { text in
            needles.contains { text.reading.contains($0) }
                || text.whole.map { whole in words.contains { whole.contains(scalarsOf: $0) } } ?? false
        }
        var found = pool.unreadable
        for message in pool.messages where isHit[Int(message.text)] { found.insert(message.follower) }
        return found.sorted()
    }
}

extension TextUnits.Reading {
    /// Whether it contains units side by side.
    func contains(_ part: [TextUnits.Unit]) -> Bool {
        guard let first = part.first, part.count <= units.count else { return false }
        for start in 0...units.count - part.count where units[start] == first {
            if part.indices.allSatisfy({ units[start + $0] == part[$0] }) { return true }
        }
        return false
    }
}
