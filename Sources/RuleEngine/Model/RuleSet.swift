public import Foundation

/// The account that the rules speak for (RULES C2, `account`).
public struct RuleAccount: Sendable {
    /// Its name, `{{account.name}}`; empty when the file gives none.
    public var name = ""
    /// The zone of schedules, dates and the daily quota.
    public var timeZone = RuleAccount.shanghai
    /// The followers whom `stage: test` answers.
    public var testers: Set<String> = []
    /// How long an answer to a question is kept after it was given, in seconds.
    public var slotsKeep = 86_400

    /// An account without a name, in China's time zone.
    public init() {}

    /// China Standard Time; eight hours east all year, the zone of an account that names none.
    static let shanghai = TimeZone(identifier: "Asia/Shanghai") ?? TimeZone(secondsFromGMT: 8 * 3_600) ?? .gmt
}

/// All rules of an account, compiled and immutable.
///
/// Made by ``RuleLoader``; asked by `decide`.
public struct RuleSet: Sendable {
    /// The account.
    public var account: RuleAccount { contents.account }
    /// The limits.
    public var limits: RuleLimits { contents.limits }
    /// Schedules by name.
    public var schedules: [String: Schedule] { contents.schedules }
    /// The rules in file order.
    public var rules: [Rule] { contents.rules }
    /// What answers a text that no rule answers.
    public var fallback: Fallback? { contents.fallback }
    var matcher: Matcher { contents.matcher }
    /// One reference, so that handing a rule set on costs as little as one field of it.
    let contents: RuleSetContents

    init(
        account: RuleAccount,
        limits: RuleLimits,
        schedules: [String: Schedule],
        rules: [Rule],
        fallback: Fallback?
    ) {
        contents = RuleSetContents(
            account: account,
            limits: limits,
            schedules: schedules,
            rules: rules,
            fallback: fallback
        )
    }
}
