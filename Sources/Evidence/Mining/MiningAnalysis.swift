import Foundation
import RuleEngine

/// Turns a pool of traffic into ranked groups with tried words.
struct MiningAnalysis {
    /// The time in which a follower's weight halves.
    private static let halfLife: TimeInterval = 7 * 86_400

    private var pool: MiningPool
    private let trial: TrafficTrial
    private let rules: RuleSet
    private let options: MiningOptions
    private let ignored: IgnoredQuestions
    private let textCount: Int
    private let span: ClosedRange<Date>?
    /// The code points that trials may still read.
    private var budget: Int

    init(
        pool: MiningPool,
        trial: TrafficTrial,
        rules: RuleSet,
        options: MiningOptions,
        ignored: IgnoredQuestions,
        texts: Int,
        span: ClosedRange<Date>?
    ) {
        self.pool = pool
        self.trial = trial
        self.rules = rules
        self.options = options
        self.ignored = ignored
        textCount = texts
        self.span = span
        budget = options.trialLimit
    }

    /// A group before words are proposed.
    private struct Draft {
        let group: TextGrouping.Group
        let messages: [MiningPool.Message]
        let followers: Int
        let weight: Double
        let name: String
        let state: MinedGroup.State
        let words: [WordSearch.Word]
    }

    mutating func report() -> MiningReport {
        let mined = MinedTexts(pool, atLeast: options.minimumFollowers)
        let grouping = TextGrouping(
            mined.texts,
            substrings: mined.substrings,
            contrast: mined.contrast,
            atLeast: options.minimumFollowers
        )
        let search = WordSearch(mined, units: pool.units)
        let drafts = grouping.groups().map { draft($0, mined, search) }
            .filter { $0.followers >= options.minimumFollowers }
            .sorted { ($1.weight, $1.followers, $0.name) < ($0.weight, $0.followers, $1.name) }
        let listed = drafts.filter { options.listsAll || $0.state.needsAnswer }.prefix(options.top)
        let profiles = RuleProfiles(rules, taken: mined.taken, features: grouping.features, units: &pool.units)
        var groups: [MinedGroup] = []
        for draft in listed {
            groups.append(
                finished(draft, mined, profiles.target(of: grouping.features.centre(of: draft.group.texts)))
            )
        }
        return MiningReport(
            options: options,
            span: span,
            texts: textCount,
            smallTalk: mined.smallTalk,
            notUnderstood: mined.notUnderstood,
            notUnderstoodFollowers: mined.notUnderstoodFollowers,
            askedAgain: mined.askedAgain.reduce(into: [:]) { $0[rules.rules[Int($1.key)].id] = $1.value },
            leftOut: pool.leftOut,
            groups: groups,
            newCount: drafts.count { $0.state.needsAnswer },
            ignoredCount: drafts.count { if case .ignored = $0.state { true } else { false } },
            solvedCount: drafts.count { if case .solved = $0.state { true } else { false } },
            groupedMessages: drafts.reduce(0) { $0 + $1.messages.count }
        )
    }

    private func draft(_ group: TextGrouping.Group, _ mined: MinedTexts, _ search: WordSearch) -> Draft {
        let messages = group.texts.flatMap { mined.messages[$0] }.sorted { ($0.at, $0.entry) < ($1.at, $1.entry) }
        var lastOf: [Int32: Date] = [:]
        for message in messages { lastOf[message.follower] = message.at }
        let end = span?.upperBound ?? .distantPast
        // Sorted, because the order of additions shows in the last digits.
        let ages = lastOf.values.map { end.timeIntervalSince($0) }.sorted()
        let words = search.words(for: group)
        let name = words.first?.text ?? mined.sample(of: group.texts, in: pool)
        return Draft(
            group: group,
            messages: messages,
            followers: lastOf.count,
            weight: ages.reduce(0) { $0 + exp2(-$1 / Self.halfLife) },
            name: name,
            state: state(of: messages, named: name),
            words: words
        )
    }

    private func state(of messages: [MiningPool.Message], named name: String) -> MinedGroup.State {
        if let entry = ignoredEntry(for: messages, named: name) {
            return .ignored(word: entry.word, because: entry.reason)
        }
        var (solved, again): ([Int32: Int], [Int32: Int]) = ([:], [:])
        for message in messages {
            switch message.treatment {
            case .rule(let place) where message.wasNotUnderstood: solved[place, default: 0] += 1
            case .rule(let place): again[place, default: 0] += 1
            case .notUnderstood, .other: if message.shadow >= 0 { solved[message.shadow, default: 0] += 1 }
            }
        }
        if let most = solved.most, most.count * 2 >= messages.count {
            let rule = rules.rules[Int(most.place)]
            return .solved(rule: rule.id, stage: rule.stage)
        }
        if let most = again.most, most.count * 2 >= messages.count {
            return .answeredBadly(rule: rules.rules[Int(most.place)].id)
        }
        return .new
    }

    /// The entry whose word is in the name, or in at least half of the messages.
    private func ignoredEntry(for messages: [MiningPool.Message], named name: String) -> IgnoredQuestions.Entry? {
        if ignored.entries.isEmpty { return nil }
        if let entry = ignored.entry(for: name) { return entry }
        var counts: [String: Int] = [:]
        for message in messages {
            let text = TextNormalizer.normalize(pool.texts[Int(message.text)].sample)
            guard let entry = ignored.entry(for: text.foldedText) else { continue }
            counts[entry.word, default: 0] += 1
            if counts[entry.word, default: 0] * 2 >= messages.count { return entry }
        }
        return nil
    }

    private mutating func finished(_ draft: Draft, _ mined: MinedTexts, _ target: MinedGroup.Target) -> MinedGroup {
        var trials = WordTrials(pool: pool, trial: trial, target: target, options: options, budget: budget)
        if options.proposes, draft.state == .new { trials.run(draft.words, followers: draft.followers) }
        budget = trials.budget
        let samples = draft.group.texts
            .sorted { (mined.texts[$1].followers.count, $0) < (mined.texts[$0].followers.count, $1) }
            .prefix(MiningOptions.sampleLimit)
            .map { text in
                MinedGroup.Sample(
                    text: pool.texts[mined.numbers[text]].sample,
                    followers: mined.texts[text].followers.count
                )
            }
        return MinedGroup(
            name: draft.name,
            messages: draft.messages.count,
            followers: draft.followers,
            weight: draft.weight,
            notUnderstood: draft.messages.count { $0.treatment == .notUnderstood },
            askedAgain: draft.messages.count { $0.isAskedAgain },
            first: draft.messages.first?.at ?? .distantPast,
            last: draft.messages.last?.at ?? .distantPast,
            samples: samples,
            state: draft.state,
            target: target,
            proposal: trials.proposal,
            refusals: trials.refusals,
            entries: draft.messages.map { trial.number(of: $0.entry) }
        )
    }
}

extension MinedGroup.State {
    /// Whether the operator has something to do.
    package var needsAnswer: Bool {
        switch self {
        case .new, .answeredBadly: true
        case .ignored, .solved: false
        }
    }
}

extension [Int32: Int] {
    /// The key with the greatest count; the first of equals.
    fileprivate var most: (place: Int32, count: Int)? {
        self.min { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }
}
