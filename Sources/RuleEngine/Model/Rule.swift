/// Whom a rule answers (RULES C3, `stage`).
public enum RuleStage: String, Sendable, CaseIterable {
    /// Everybody.
    case live
    /// The account's testers; for everybody else it is as if absent, and reported as `shadow`.
    case test
    /// Nobody: what it would have answered is recorded.
    case shadow
    /// Nobody.
    case off
}

/// Conditions that never consume a message (RULES C3, `when`); all must hold.
public struct RuleCondition: Sendable, Hashable {
    /// The schedule that must be open.
    public var schedule: String?
    /// The schedule that must be closed.
    public var notSchedule: String?
    /// The days on which the rule holds; empty means always.
    public var dates: [ClosedRange<CivilDay>] = []
    /// The slot whose question must be open.
    public var asked: String?
    /// Whether this must be, or must not be, the follower's first event.
    public var firstContact: Bool?

    /// A condition that always holds.
    public init() {}

    /// Whether nothing is asked for.
    public var isEmpty: Bool {
        schedule == nil && notSchedule == nil && dates.isEmpty && asked == nil && firstContact == nil
    }
}

/// How often one follower may be answered by one rule.
public struct Cooldown: Sendable {
    /// What a rule does while it cools (RULES C3, `while_cooling`).
    public enum Behaviour: String, Sendable, CaseIterable {
        /// The rule takes the message and says nothing.
        case silent
        /// The next candidate is tried.
        case next
    }

    /// The time between two answers, in whole seconds.
    public let seconds: Int
    /// What happens meanwhile.
    public let whileCooling: Behaviour
}

/// The question that a reply asks (RULES C3, `ask`).
public struct SlotQuestion: Sendable {
    /// The slot that the answer fills.
    public let slot: String
    /// How long an answer is awaited, in seconds.
    public let seconds: Int
}

/// Silencing the bot so that a person can answer (RULES C3, `handoff`).
public struct Handoff: Sendable {
    /// How long, in seconds.
    public let seconds: Int
    /// Whom to tell, in the operator's words.
    public let notify: String?
}

/// Which of several replies is sent (RULES C3, `pick`).
public enum ReplyPick: String, Sendable, CaseIterable {
    case all
    case random
    case rotate
}

/// One reply of a case.
public struct Reply: Sendable {
    /// What is sent.
    public enum Content: Sendable {
        case text(ReplyTemplate)
        case articles([ArticleTemplate])
    }

    /// What is sent.
    public let content: Content
    /// Its share in `pick: random`, at least 1.
    public let weight: Int
    /// Where it is written.
    public let location: SourceLocation
}

/// One item of an image-text reply, before its variables are filled.
public struct ArticleTemplate: Sendable {
    /// The headline.
    public let title: ReplyTemplate
    /// The line below it, where there is one.
    public let description: ReplyTemplate?
    /// The picture's address, where there is one.
    public let image: ReplyTemplate?
    /// Where a tap leads.
    public let url: ReplyTemplate
    /// The label of the link, where there is one.
    public let action: ReplyTemplate?
}

/// One of a rule's situations: what is said when its condition holds (RULES C3, `cases`).
///
/// A rule that is written without `cases` has one, without a condition. Immutable, and a class because decisions hand it
/// on: that takes one reference, not one for each field.
public final class ReplyCase: Sendable {
    /// The case's number in its rule, counted from 1.
    public let number: Int
    /// When it applies.
    public let condition: RuleCondition
    /// What is sent; never empty, except for a case that only hands off.
    public let replies: [Reply]
    /// Which of them.
    public let pick: ReplyPick
    /// The question that the reply asks.
    public let ask: SlotQuestion?
    /// The hand-off that the reply begins.
    public let handoff: Handoff?
    /// Where it begins.
    public let location: SourceLocation

    init(
        number: Int,
        condition: RuleCondition,
        replies: [Reply],
        pick: ReplyPick,
        ask: SlotQuestion?,
        handoff: Handoff?,
        location: SourceLocation
    ) {
        self.number = number
        self.condition = condition
        self.replies = replies
        self.pick = pick
        self.ask = ask
        self.handoff = handoff
        self.location = location
    }
}

/// A message that must, or must not, be answered by its rule.
public struct RuleExample: Sendable {
    /// The message.
    public let text: String
    /// Where it is written.
    public let location: SourceLocation
}

/// One rule, checked and compiled; it came from a rule file without an error.
///
/// Immutable, and a class for the same reason as ``ReplyCase``.
public final class Rule: Sendable {
    // What every decision reads stands together.

    /// The event that it is for.
    public let event: RuleEvent.Kind
    /// Whom it answers.
    public let stage: RuleStage
    /// Whether later candidates are evaluated although this one fired (`also`).
    public let continues: Bool
    /// Whether it answers during a hand-off.
    public let isActiveDuringHandoff: Bool
    /// −1000…1000; the higher wins.
    public let priority: Int
    /// Its place in file order, counted from 0.
    public let order: Int
    /// Its situations, never empty; the first whose condition holds is used.
    public let cases: [ReplyCase]
    /// Whether it answers everybody at any time, in its first case, whatever the event says beside its text.
    let isPlain: Bool

    /// Its unique name in logs, statistics and tests.
    public let id: String
    /// What customers may see of it in suggestions.
    public let title: String?
    /// Menu keys, for `click`; empty means any.
    public let menus: Set<String>
    /// Scene ids, for `enter` and `follow`; empty means any.
    public let scenes: Set<String>
    /// What it looks for, joined by OR; empty for events without text.
    public let clauses: [MatchClause]
    /// When it is present at all.
    public let condition: RuleCondition
    /// How often it answers one follower.
    public let cooldown: Cooldown?
    /// How long a reply may wait for delivery, in seconds; nil is the deliverer's default.
    public let lifetime: Int?
    /// Messages that it must answer.
    public let examples: [RuleExample]
    /// Messages that it must not answer.
    public let counterExamples: [RuleExample]
    /// Lints that the operator has silenced, with the reason.
    public let ignored: [String: String]
    /// Where it begins.
    public let location: SourceLocation

    init(
        id: String,
        title: String?,
        event: RuleEvent.Kind,
        menus: Set<String>,
        scenes: Set<String>,
        clauses: [MatchClause],
        condition: RuleCondition,
        priority: Int,
        stage: RuleStage,
        cases: [ReplyCase],
        cooldown: Cooldown?,
        continues: Bool,
        isActiveDuringHandoff: Bool,
        lifetime: Int?,
        examples: [RuleExample],
        counterExamples: [RuleExample],
        ignored: [String: String],
        order: Int,
        location: SourceLocation
    ) {
        isPlain =
            stage == .live && menus.isEmpty && scenes.isEmpty && condition.isEmpty
            && cases.first.map { $0.condition.isEmpty } ?? false
        self.id = id
        self.title = title
        self.event = event
        self.menus = menus
        self.scenes = scenes
        self.clauses = clauses
        self.condition = condition
        self.priority = priority
        self.stage = stage
        self.cases = cases
        self.cooldown = cooldown
        self.continues = continues
        self.isActiveDuringHandoff = isActiveDuringHandoff
        self.lifetime = lifetime
        self.examples = examples
        self.counterExamples = counterExamples
        self.ignored = ignored
        self.order = order
        self.location = location
    }
}

/// What other rules take from a rule: the same for examples, lints and suggestions (RULES C6).
extension Rule {
    /// Whether the walk always ends at this rule once it takes part and is not cooling.
    var alwaysEndsWalk: Bool {
        !continues && cases.contains { $0.condition.isEmpty }
    }

    /// Whether the rule takes every message that it matches, from everybody, while its `when` holds.
    var takesEveryMatch: Bool {
        stage == .live && alwaysEndsWalk && cooldown?.whileCooling != .next
    }

    /// Whether `when` holds whenever that of another rule does.
    func holds(whenever other: Rule) -> Bool {
        condition.isEmpty || condition == other.condition
    }

    /// Whether the rule takes part whenever another one does, that other rule's stage aside.
    func isPresent(whenever other: Rule) -> Bool {
        order != other.order && holds(whenever: other) && (isActiveDuringHandoff || !other.isActiveDuringHandoff)
    }
}
