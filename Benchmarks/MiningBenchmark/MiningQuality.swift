package import Evidence
import Foundation
package import RuleEngine

/// The quality of mined groups, measured against the intents of the corpus.
package struct MiningQuality: Sendable {
    /// Intents that are the majority of one of the first 40 groups.
    package let found: Int
    package let intents: Int
    /// The intents that are not found.
    package let missed: [String]
    /// B-cubed over the messages with an intent that no rule takes; a message in no group is a group of its own.
    ///
    /// Small talk in a group counts against its precision. A text that a follower repeats counts once.
    package let precision: Double
    package let recall: Double
    package let report: MiningReport

    package var share: Double { Double(found) / Double(max(intents, 1)) }
    package var score: Double { precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0 }

    /// Mines a corpus, without trying words.
    package static func measure(_ corpus: MiningCorpus, rules: RuleSet) -> MiningQuality {
        var options = MiningOptions()
        options.top = 10_000
        options.listsAll = true
        options.proposes = false
        var miner = TrafficMiner(rules: rules, options: options)
        for entry in corpus.entries { miner.add(entry) }
        return MiningQuality(miner.finish(), corpus: corpus, rules: rules)
    }

    init(_ report: MiningReport, corpus: MiningCorpus, rules: RuleSet) {
        self.report = report
        let items = Self.items(of: corpus, rules: rules)
        let byNumber = Set(items)
        let unique = Set(Self.firstTimes(in: corpus))
        var sizes: [String: Int] = [:]
        for item in items { sizes[corpus.intents[item] ?? "", default: 0] += 1 }
        let known = Set(sizes.keys)
        var (precision, recall, grouped): (Double, Double, Int) = (0, 0, 0)
        var found: Set<String> = []
        for (rank, group) in report.groups.enumerated() {
            let members = group.entries.filter(unique.contains)
            var counts: [String: Int] = [:]
            for member in members { if let intent = corpus.intents[member] { counts[intent, default: 0] += 1 } }
            if rank < 40, let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
                most.value * 2 > members.count
            {
                found.insert(most.key)
            }
            for member in members where byNumber.contains(member) {
                let same = Double(counts[corpus.intents[member] ?? ""] ?? 0)
                precision += same / Double(members.count)
                let own = members.count { byNumber.contains($0) && corpus.intents[$0] == corpus.intents[member] }
                recall += Double(own) / Double(sizes[corpus.intents[member] ?? ""] ?? 1)
                grouped += 1
            }
        }
        let inGroups = Set(report.groups.flatMap(\.entries))
        for item in items where !inGroups.contains(item) {
            precision += 1
            recall += 1 / Double(sizes[corpus.intents[item] ?? ""] ?? 1)
        }
        self.found = found.intersection(known).count
        intents = known.count
        missed = known.subtracting(found).sorted()
        self.precision = precision / Double(max(items.count, 1))
        self.recall = recall / Double(max(items.count, 1))
    }

    /// The first entries of each follower's texts.
    private static func firstTimes(in corpus: MiningCorpus) -> [Int] {
        var seen: Set<String> = []
        return corpus.entries.compactMap { entry in
            guard case .event(let event) = entry.action, case .text(let text) = event.event.content else { return nil }
            let form = TextNormalizer.normalize(text).trimmedText
            return seen.insert("\(event.follower.user) \(form)").inserted ? entry.number : nil
        }
    }

    /// The messages with an intent that the rules do not take.
    private static func items(of corpus: MiningCorpus, rules: RuleSet) -> [Int] {
        let first = Set(firstTimes(in: corpus))
        var scratch = rules.makeScratch()
        return corpus.entries.compactMap { entry in
            guard case .event(let event) = entry.action, corpus.intents[entry.number] != nil,
                first.contains(entry.number)
            else { return nil }
            let decision = rules.decide(event.event, state: ContactState(), at: entry.at, using: &scratch)
            return decision.winner == nil ? entry.number : nil
        }
    }
}
