internal import Foundation
package import OperatorText
internal import RuleAuthoring
internal import RuleEngine

/// What is assumed of the time before a recording.
package struct EarlierAssumptions: Sendable, Hashable {
    /// The most messages that a follower got on the first day, before the recording; nil for half of the daily quota.
    package var messages: Int?
    /// Whether hand-offs that operators began before the recording may still run; they last at most `handoff_cap`.
    package var operatorHandoffs = false

    package init() {}

    /// Everything that the rules allow.
    package static let strict: EarlierAssumptions = {
        var all = EarlierAssumptions()
        all.messages = .max
        all.operatorHandoffs = true
        return all
    }()
}

/// Why an answer cannot be known: it depends on something older than the recording.
package enum Doubt: String, Sendable, CaseIterable, Comparable {
    case handoff
    case pace
    case question
    case firstContact = "first_contact"
    case cooldown
    case quota
    case slot

    package static func < (left: Doubt, right: Doubt) -> Bool { left.rawValue < right.rawValue }

    package var phrase: LocalizedText {
        switch self {
        case .handoff: LocalizedText("人工接待可能还在进行", "a hand-off may still run")
        case .pace: LocalizedText("可能写得太密", "the follower may have written too fast")
        case .question: LocalizedText("可能有问题等着回答", "a question may be open")
        case .firstContact: LocalizedText("不知是不是第一次来", "it may or may not be the first contact")
        case .cooldown: LocalizedText("可能在冷却", "a cooldown may still run")
        case .quota: LocalizedText("当日额度可能已用", "the day's quota may be used")
        case .slot: LocalizedText("可能记着之前的回答", "an earlier answer may be remembered")
        }
    }
}

/// What the rules of one side allow to be left from before the recording.
///
/// A part of a follower's state is in doubt as long as it could differ from the simulated one, whatever came before.
/// The bounds hold for every follower; ``FollowerDoubt`` holds the exceptions, by which the doubt of one ends sooner
/// (a certain answer sets the state) or later (an answer in doubt may or may not have changed it).
struct EarlierState: Sendable {
    private let rules: RuleSet
    private let lookup: AnswerLookup
    private let began: Date
    private let firstDay: CivilDay
    private let earlierMessages: Int
    private let handoffUntil: Date
    private let mutedUntil: Date
    private let questionUntil: Date
    private let slotsUntil: Date
    private let handoffCap: TimeInterval
    /// Whether a rule may prolong a hand-off.
    private let isProlonged: Bool
    /// From then on only exceptions and the first contact are in doubt.
    private let settledFrom: Date
    private let hasFirstContact: Bool
    private let perMinute: Int
    /// Rules without clauses that a question or the first contact decides on, by kind of event.
    private let hiddenRules: [RuleEvent.Kind: [Rule]]
    /// Rules whose titles the fallback may suggest, and which may be in doubt.
    private let suggested: [Rule]
    /// The slots in the replies of each rule.
    private let slots: [String: Set<String>]
    private var scratch: DecisionScratch

    init(_ rules: RuleSet, lookup: AnswerLookup, began: Date, assuming assumptions: EarlierAssumptions) {
        self.rules = rules
        self.lookup = lookup
        self.began = began
        firstDay = LocalTime(began, in: rules.account.timeZone).day
        let limits = rules.limits
        earlierMessages = min(assumptions.messages ?? limits.dailyPerUser / 2, max(0, limits.dailyPerUser))
        perMinute = limits.perMinute
        let active = rules.rules.filter { $0.stage == .live || $0.stage == .test }
        let cases = active.flatMap(\.cases) + [rules.fallback?.reply].compactMap(\.self)
        let longest = cases.compactMap { $0.handoff?.seconds }.max() ?? 0
        handoffCap = TimeInterval(limits.handoffCap)
        isProlonged = active.contains { $0.isActiveDuringHandoff && $0.cases.contains { $0.handoff != nil } }
        let isCapped = assumptions.operatorHandoffs || isProlonged
        handoffUntil = began + TimeInterval(isCapped ? limits.handoffCap : min(longest, limits.handoffCap))
        // The minute before may lack one event of a loop, whose silence lasts ten minutes.
        mutedUntil = limits.perMinute == 0 ? began : began + 660
        questionUntil = began + TimeInterval(cases.compactMap { $0.ask?.seconds }.max() ?? 0)
        let names = active.map { ($0.id, Self.slots(in: $0.cases)) }
        slots = Dictionary(names) { $0.union($1) }
            .merging([Fallback.id: Self.slots(in: [rules.fallback?.reply].compactMap(\.self))]) { $0.union($1) }
        slotsUntil = slots.values.allSatisfy(\.isEmpty) ? began : began + TimeInterval(rules.account.slotsKeep)
        let cooldowns = active.compactMap { $0.cooldown?.seconds } + [rules.fallback?.cooldown?.seconds ?? 0]
        settledFrom =
            [handoffUntil, mutedUntil, questionUntil, slotsUntil, began + TimeInterval(cooldowns.max() ?? 0)].max()
            ?? began
        hasFirstContact = active.contains(where: \.asksForFirstContact)
        hiddenRules = Dictionary(
            grouping: active.filter { $0.clauses.isEmpty && $0.dependsOnState },
            by: \.event
        )
        suggested =
            (rules.fallback?.suggestions ?? 0) > 0
            ? active.filter { $0.title != nil && ($0.cooldown != nil || $0.dependsOnState) } : []
        scratch = rules.makeScratch()
    }

    /// What an event's answer is with another past.
    struct Judgement {
        /// Why it could be another one; nil where it is certain.
        var doubt: Doubt?
        /// The only other answer, where the doubt is about the first contact alone.
        ///
        /// Both sides have decided on the same events, so a follower is known to both or to none.
        var ifKnown: Decision?
    }

    /// Judges an answer, and follows what the event leaves in doubt; `before` and `decision` are of the simulation.
    mutating func judge(
        _ decision: Decision,
        on event: RuleEvent,
        before: ContactState,
        at now: Date,
        day: CivilDay,
        _ follower: inout FollowerDoubt
    ) -> Judgement {
        defer { follower.isNew = false }
        follower.beginDay(day, in: self)
        follower.note(now)
        if perMinute > 0 { follower.noteLoop(at: now) }
        let isFirstInDoubt = follower.isNew && hasFirstContact
        if now >= settledFrom, now >= follower.latest, !isFirstInDoubt, !follower.isQuotaInDoubt {
            return Judgement()
        }

        // During a simulated hand-off or silence the decision does not name all rules that could take part.
        let isRestricted = (before.handoffUntil ?? .distantPast) > now || decision.outcome == .silent(.loop)
        let whole = isRestricted ? neutralDecision(on: event, at: now) : decision
        guard canAnswer(event, whole) else {
            settle(decision, &follower)
            return Judgement()
        }
        var doubt = doubt(about: decision, on: event, before: before, at: now, follower)
        var ifKnown: Decision?
        if isFirstInDoubt, doubt == nil, asksForFirstContact(event, decision) {
            var known = before
            known.isKnown = true
            let other = rules.decide(event, state: known, at: now, using: &scratch)
            doubt = self.doubt(about: other, on: event, before: known, at: now, follower)
            if doubt == nil { (doubt, ifKnown) = (.firstContact, other) }
        }
        if let doubt {
            leave(whole, decision, on: event, before: before, at: now, &follower)
            return Judgement(doubt: doubt, ifKnown: ifKnown)
        }
        settle(decision, &follower)
        return Judgement()
    }

    /// What may have been before, as of a follower's first entry.
    func newFollower() -> FollowerDoubt {
        FollowerDoubt(
            handoff: handoffUntil,
            muted: mutedUntil,
            question: questionUntil,
            quotaDay: firstDay,
            over: earlierMessages
        )
    }

    /// An operator began or ended a hand-off.
    func note(handoffUntil until: Date?, at now: Date, _ follower: inout FollowerDoubt) {
        if until == nil { return follower.endHandoff() }
        // The limit of an earlier hand-off may still bound how long rules prolong this one.
        if isProlonged, now < began + handoffCap { follower.prolong(until: now + handoffCap) }
    }

    private mutating func neutralDecision(on event: RuleEvent, at now: Date) -> Decision {
        var state = ContactState()
        state.isKnown = true
        return rules.decide(event, state: state, at: now, using: &scratch)
    }

    private func canAnswer(_ event: RuleEvent, _ whole: Decision) -> Bool {
        event.kind == .text && rules.fallback != nil || !(hiddenRules[event.kind] ?? []).isEmpty
            || whole.candidates.contains { Self.reaches($0.fate) }
            || whole.exclusions.contains { lookup.rule($0.rule)?.dependsOnState ?? false }
    }

    private static func reaches(_ fate: CandidateFate) -> Bool { fate != .shadow && fate != .unreached }
}

// The doubt about one answer.
extension EarlierState {
    private func doubt(
        about decision: Decision,
        on event: RuleEvent,
        before: ContactState,
        at now: Date,
        _ follower: FollowerDoubt
    ) -> Doubt? {
        if now < follower.handoff { return .handoff }
        if now < follower.muted { return .pace }
        let conditioned =
            (hiddenRules[event.kind] ?? [])
            + (decision.candidates.map(\.rule) + decision.exclusions.map(\.rule)).compactMap(lookup.rule)
        if now < follower.question, conditioned.contains(where: \.asksForAnswer) { return .question }
        if let doubt = doubtOnTheWalk(decision, on: event, at: now, follower) { return doubt }
        guard speaksOrIsLimited(decision) else { return nil }
        if isPaceInDoubt(at: now, follower) { return .pace }
        if isQuotaInDoubt(decision, before: before, follower) { return .quota }
        for fired in lookup.fired(decision) {
            let own = fired.rule?.condition.asked ?? fired.reply.condition.asked
            for slot in slots[fired.id] ?? [] where slot != own && now < follower.slots[slot] ?? slotsUntil {
                return .slot
            }
        }
        return nil
    }

    private func asksForFirstContact(_ event: RuleEvent, _ decision: Decision) -> Bool {
        ((hiddenRules[event.kind] ?? []) + suggested).contains(where: \.asksForFirstContact)
            || (decision.candidates.map(\.rule) + decision.exclusions.map(\.rule)).compactMap(lookup.rule)
                .contains(where: \.asksForFirstContact)
    }

    /// The doubt about the rules that the walk meets: one may be cooling, or not be suggested by the fallback.
    private func doubtOnTheWalk(
        _ decision: Decision,
        on event: RuleEvent,
        at now: Date,
        _ follower: FollowerDoubt
    ) -> Doubt? {
        for candidate in decision.candidates where Self.reaches(candidate.fate) {
            guard let rule = lookup.rule(candidate.rule) else { continue }
            if isCooling(rule.id, rule.cooldown, inDoubtAt: now, follower) { return .cooldown }
            switch candidate.fate {
            case .won: return nil
            case .consumed where !rule.continues: return nil
            default: break
            }
        }
        guard
            decision.outcome == .replied(rule: Fallback.id) || decision.outcome == .silent(.cooldown)
                || decision.outcome == .silent(.quota) || decision.outcome == .silent(.repeated)
                || decision.outcome == .silent(.flood), event.kind == .text, let fallback = rules.fallback
        else { return nil }
        // The fallback suggests no rule that is cooling or whose condition does not hold.
        if isCooling(Fallback.id, fallback.cooldown, inDoubtAt: now, follower)
            || suggested.contains(where: { isCooling($0.id, $0.cooldown, inDoubtAt: now, follower) })
        {
            return .cooldown
        }
        return now < follower.question && suggested.contains(where: \.asksForAnswer) ? .question : nil
    }

    private func isCooling(_ id: String, _ cooldown: Cooldown?, inDoubtAt now: Date, _ follower: FollowerDoubt) -> Bool
    {
        guard let cooldown, cooldown.seconds > 0 else { return false }
        return now < follower.cooldowns[id] ?? began + TimeInterval(cooldown.seconds)
    }

    /// Whether the outcome depends on how often and how fast there were answers.
    private func speaksOrIsLimited(_ decision: Decision) -> Bool {
        switch decision.outcome {
        case .replied, .silent(.quota), .silent(.repeated), .silent(.flood), .silent(.loop): true
        case .silent: false
        }
    }

    private func isPaceInDoubt(at now: Date, _ follower: FollowerDoubt) -> Bool {
        guard perMinute > 0, now.timeIntervalSince(follower.lastDoubt) < 60 else { return false }
        // Ten seconds: an answer in doubt may be the one that is not repeated.
        return now.timeIntervalSince(follower.lastDoubt) < 10 || follower.recent.count > perMinute
    }

    private func isQuotaInDoubt(_ decision: Decision, before: ContactState, _ follower: FollowerDoubt) -> Bool {
        guard follower.isQuotaInDoubt else { return false }
        if decision.outcome == .silent(.quota) { return follower.under > 0 }
        let sent = before.sent.flatMap { $0.day == follower.quotaDay.description ? $0.messages : nil } ?? 0
        let isLow = lookup.fired(decision).contains { $0.rule.map { $0.priority < 0 } ?? true }
        let (most, overflow) = sent.addingReportingOverflow(follower.over + max(0, rules.limits.messagesPerEvent))
        return overflow || most > rules.limits.daily(for: isLow ? .low : .ordinary)
    }
}

// What an event leaves behind.
extension EarlierState {
    /// A certain answer leaves a certain state.
    private func settle(_ decision: Decision, _ follower: inout FollowerDoubt) {
        for fired in lookup.fired(decision) {
            if (fired.rule?.cooldown ?? (fired.rule == nil ? rules.fallback?.cooldown : nil)) != nil {
                follower.cooldowns[fired.id] = .distantPast
            }
            let answered = fired.rule?.condition.asked ?? (fired.rule == nil ? nil : fired.reply.condition.asked)
            if let answered { follower.slots[answered] = .distantPast }
            if answered != nil || fired.reply.ask != nil { follower.question = .distantPast }
        }
    }

    /// Every rule that could answer may or may not have answered.
    private func leave(
        _ whole: Decision,
        _ decision: Decision,
        on event: RuleEvent,
        before: ContactState,
        at now: Date,
        _ follower: inout FollowerDoubt
    ) {
        let named = whole.candidates.filter { Self.reaches($0.fate) }.map(\.rule)
        let excluded = (whole.exclusions + decision.exclusions).map(\.rule)
            .filter { lookup.rule($0)?.dependsOnState ?? false }
        let possible =
            Dictionary((named + excluded).compactMap(lookup.rule).map { ($0.id, $0) }) { first, _ in first }.values
            + (hiddenRules[event.kind] ?? [])
        for rule in possible {
            follower.leave(
                rule.id,
                cooldown: rule.cooldown,
                cases: rule.cases,
                condition: rule.condition,
                keep: rules.account.slotsKeep,
                at: now
            )
        }
        if event.kind == .text, let fallback = rules.fallback {
            follower.leave(
                Fallback.id,
                cooldown: fallback.cooldown,
                cases: [fallback.reply],
                condition: RuleCondition(),
                keep: 0,
                at: now
            )
        }
        // Whatever the simulation has open may be closed.
        let open = [before.question?.expires, decision.state.question?.expires].compactMap(\.self)
        follower.question = max(follower.question, open.max() ?? .distantPast)
        if let until = decision.state.handoffUntil, before.handoffUntil != until {
            follower.handoff = max(follower.handoff, until)
        }
        let sent = decision.messages.count
        follower.under += sent
        follower.over += max(0, rules.limits.messagesPerEvent - sent)
        follower.lastDoubt = now
        follower.latest = max(follower.latest, now + 60, follower.handoff, follower.question)
    }

    private static func slots(in cases: [ReplyCase]) -> Set<String> {
        let templates = cases.flatMap(\.replies)
            .flatMap { reply -> [ReplyTemplate?] in
                switch reply.content {
                case .text(let text): [text]
                case .articles(let articles):
                    articles.flatMap { [$0.title, $0.description, $0.image, $0.url, $0.action] }
                }
            }
        let names = templates.compactMap(\.self).flatMap(\.placeholders)
            .compactMap { if case .slot(let name) = $0.variable { name } else { nil } }
        return Set(names)
    }
}

/// What is in doubt about one follower, on one side, beside what is for all.
struct FollowerDoubt: Sendable {
    /// Whether no event was decided yet.
    fileprivate(set) var isNew = true
    /// Until then a hand-off may run that does not, or the other way round.
    fileprivate(set) var handoff: Date
    fileprivate(set) var muted: Date
    fileprivate(set) var question: Date
    /// The ends of cooldowns in doubt, where they are not those for all.
    fileprivate(set) var cooldowns: [String: Date] = [:]
    fileprivate(set) var slots: [String: Date] = [:]
    fileprivate(set) var quotaDay: CivilDay
    /// How many more messages the follower may have got on that day than in the simulation.
    fileprivate(set) var over: Int
    /// How many fewer.
    fileprivate(set) var under = 0
    /// When an answer was last in doubt.
    fileprivate(set) var lastDoubt = Date.distantPast
    /// When it was last in doubt whether an event is left to a person, and so does not count as one of a loop.
    private var lastUncounted = Date.distantPast
    /// The end of the last doubt that an event left.
    fileprivate(set) var latest = Date.distantPast
    /// The events of the last minute, at most as many as make a loop.
    fileprivate(set) var recent: [Date] = []

    fileprivate init(handoff: Date, muted: Date, question: Date, quotaDay: CivilDay, over: Int) {
        self.handoff = handoff
        self.muted = muted
        self.question = question
        self.quotaDay = quotaDay
        self.over = over
    }

    fileprivate var isQuotaInDoubt: Bool { over > 0 || under > 0 }

    /// No hand-off runs.
    fileprivate mutating func endHandoff() { handoff = .distantPast }

    fileprivate mutating func prolong(until end: Date) {
        handoff = max(handoff, end)
        latest = max(latest, end)
    }

    fileprivate mutating func beginDay(_ day: CivilDay, in state: EarlierState) {
        guard day != quotaDay else { return }
        (quotaDay, over, under) = (day, 0, 0)
    }

    fileprivate mutating func note(_ now: Date) {
        recent.removeAll { now.timeIntervalSince($0) >= 60 }
        recent.append(now)
        if recent.count > ContactPace.loopCount { recent.removeFirst() }
    }

    /// Follows whether the events make a loop, answered or not.
    ///
    /// They may do so in the simulation alone, or not at the same moment.
    fileprivate mutating func noteLoop(at now: Date) {
        if now < handoff {
            lastUncounted = now
            latest = max(latest, now + 60)
        }
        guard recent.count >= ContactPace.loopCount, now < muted || now.timeIntervalSince(lastUncounted) < 60 else {
            return
        }
        muted = max(muted, now + 600)
        latest = max(latest, muted)
    }

    fileprivate mutating func leave(
        _ id: String,
        cooldown: Cooldown?,
        cases: [ReplyCase],
        condition: RuleCondition,
        keep: Int,
        at now: Date
    ) {
        if let cooldown, cooldown.seconds > 0 {
            let end = now + TimeInterval(cooldown.seconds)
            cooldowns[id] = max(cooldowns[id] ?? end, end)
            latest = max(latest, end)
        }
        if let seconds = cases.compactMap({ $0.handoff?.seconds }).max() {
            handoff = max(handoff, now + TimeInterval(seconds))
        }
        if let seconds = cases.compactMap({ $0.ask?.seconds }).max() {
            question = max(question, now + TimeInterval(seconds))
        }
        for slot in ([condition.asked] + cases.map(\.condition.asked)).compactMap(\.self) {
            slots[slot] = max(slots[slot] ?? .distantPast, now + TimeInterval(keep))
            latest = max(latest, now + TimeInterval(keep))
        }
    }
}

extension Rule {
    /// Whether a question decides if, or in which case, it takes part.
    var asksForAnswer: Bool { condition.asked != nil || cases.contains { $0.condition.asked != nil } }

    var asksForFirstContact: Bool {
        condition.firstContact != nil || cases.contains { $0.condition.firstContact != nil }
    }

    /// Whether it depends on the follower's state if it takes part.
    var dependsOnState: Bool { asksForAnswer || asksForFirstContact }
}
