public import Foundation

/// All rules of an account, compiled and immutable.
///
/// It is made of ``Rule`` values. Any number of threads may call `decide` at the same time.
public final class RuleSet: Sendable {
    /// The account.
    public let account: RuleAccount
    /// The limits.
    public let limits: RuleLimits
    /// Schedules by name.
    public let schedules: [String: Schedule]
    /// The rules in file order.
    public let rules: [Rule]
    /// The answer to a text that no rule answers.
    public let fallback: Fallback?
    package let matcher: Matcher
    /// The rules that look at no text, by event kind; indexes, ascending.
    let unconditional: [RuleEvent.Kind: [Int]]
    /// The index of the fallback's suggestions; empty when it makes none.
    let suggestions: SuggestionIndex

    /// Compiles rules.
    ///
    /// The order of `rules` decides between rules that are otherwise equal. Their ids are unique, and every schedule
    /// that a condition or a template names is among `schedules`; a condition on any other schedule never holds.
    public init(
        rules: [Rule],
        fallback: Fallback? = nil,
        schedules: [Schedule] = [],
        account: RuleAccount = RuleAccount(),
        limits: RuleLimits = RuleLimits()
    ) {
        let rules = rules.enumerated().map { $1.placed(at: $0) }
        self.account = account
        self.limits = limits
        self.schedules = Dictionary(schedules.map { ($0.name, $0) }) { $1 }
        self.rules = rules
        self.fallback = fallback
        matcher = Matcher(rules: rules)
        let indexes = rules.indices.filter { rules[$0].clauses.isEmpty }
        unconditional = Dictionary(grouping: indexes) { rules[$0].event }
        suggestions = SuggestionIndex(of: fallback.map { $0.suggestions > 0 } ?? false ? rules : [])
    }
}

// These methods borrow the matcher. Read as a property, it would be copied, with a reference count for each table.
extension RuleSet {
    func owns(_ scratch: borrowing DecisionScratch) -> Bool {
        matcher.owns(scratch.matching)
    }

    func match(_ text: NormalizedText, in scratch: inout MatchScratch) {
        matcher.match(text, in: &scratch)
    }

    func vetoes(in scratch: MatchScratch) -> [RuleVeto] {
        matcher.vetoes(in: scratch)
    }

    func matched(by hit: RuleHit, in text: NormalizedText, _ scratch: borrowing MatchScratch) -> [String] {
        matcher.matched(by: hit, in: text, scratch: scratch)
    }

    func captures(of hit: RuleHit, in text: NormalizedText, _ scratch: inout MatchScratch) -> [String: String] {
        matcher.captures(of: hit, in: text, using: &scratch)
    }
}

/// The account that the rules speak for (RULES C2, `account`).
public struct RuleAccount: Sendable {
    /// Its name, `{{account.name}}`; empty when the file gives none.
    public var name = ""
    /// The zone of schedules, dates and the daily quota.
    public var timeZone = RuleAccount.shanghai
    /// The followers whom `stage: test` answers.
    public var testers: Set<String> = []
    /// The time for which an answer to a question is kept, in seconds.
    public var slotsKeep = 86_400

    /// An account without a name, in China's time zone.
    public init() {}

    /// China Standard Time, UTC+8 all year: the zone of an account that names none.
    static let shanghai = TimeZone(identifier: "Asia/Shanghai") ?? TimeZone(secondsFromGMT: 8 * 3_600) ?? .gmt
}

/// Limits that hold over all rules (RULES C2, `limits`).
public struct RuleLimits: Sendable {
    /// The length limits of a message (RB040).
    ///
    /// Alipay's schema names no limits, and its published figures are years old (PROTOCOL 2.6). These are our own:
    /// above any readable reply, and small enough that no message is refused for its size.
    public struct Message: Sendable, Hashable {
        /// Code points of a text reply.
        public var text = 2_000
        /// Code points of an article's title.
        public var title = 64
        /// Code points of an article's description.
        public var description = 200
        /// Code points of the label of an article's link.
        public var action = 10
        /// Code points of an address.
        public var address = 1_024
        /// Articles in one reply.
        public var articles = 10

        /// The limits above.
        public init() {}
    }

    /// The largest number of messages for one event.
    public var messagesPerEvent = 3
    /// The largest number of messages for one follower on one day; the platform's own limit is 100.
    public var dailyPerUser = 100
    /// The part of those that is reserved for rules that hand off to a person.
    public var reserveForHandoff = 10
    /// The largest number of a follower's events answered in a minute; 0 switches the guard against floods off.
    public var perMinute = 10
    /// The longest hand-off, in seconds from the event that began it.
    public var handoffCap = 86_400
    /// Messages that end a hand-off.
    public var resumeWords: [Keyword] = []
    /// The length limits of a message.
    public var message = Message()

    /// The defaults.
    public init() {}

    /// The part of a day's messages that is closed to replies of class `low`: the reserve, and a tenth of the day.
    public var closedToLow: Int { min(max(0, dailyPerUser - 1), reserveForHandoff + dailyPerUser / 10) }

    /// The number of a day's messages that replies of a class may use.
    public func daily(for replyClass: ReplyClass) -> Int {
        switch replyClass {
        case .low: dailyPerUser - closedToLow
        case .ordinary: dailyPerUser - reserveForHandoff
        case .essential: dailyPerUser
        }
    }
}

/// The answer to a text that no rule answers (RULES C2, `fallback`).
public struct Fallback: Sendable {
    /// The id of the fallback in decisions, cooldowns and tests.
    public static let id = "fallback"

    /// The reply; a case without a condition.
    public let reply: ReplyCase
    /// The limit on how often one follower gets it.
    public let cooldown: Cooldown?
    /// The number of titles of nearby rules to suggest; 0 for none.
    public let suggestions: Int
    /// Where it begins.
    public let location: SourceLocation

    /// Makes a fallback.
    public init(
        reply: ReplyCase,
        cooldown: Cooldown? = nil,
        suggestions: Int = 0,
        location: SourceLocation = .code
    ) {
        self.reply = reply
        self.cooldown = cooldown
        self.suggestions = suggestions
        self.location = location
    }
}
