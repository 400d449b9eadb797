/// One rule, checked and compiled.
///
/// An immutable class, because decisions pass it on: that costs one reference count instead of one for each field.
public final class Rule: Sendable {
    // The fields that every decision reads come first, so that they share cache lines.

    /// The kind of event that it answers.
    public let event: RuleEvent.Kind
    /// The followers whom it answers.
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
    /// Whether it answers everybody at any time, in its first case, regardless of all details of the event but its
    /// text.
    let isPlain: Bool

    /// Its unique name in logs, statistics and tests.
    public let id: String
    /// Its name in suggestions to customers.
    public let title: String?
    /// Menu keys, for `click`; empty means any.
    public let menus: Set<String>
    /// Scene ids, for `enter` and `follow`; empty means any.
    public let scenes: Set<String>
    /// The clauses of `match`, joined by OR; without any, a rule answers every event of its kind.
    public let clauses: [MatchClause]
    /// The condition under which it takes part.
    public let condition: RuleCondition
    /// The limit on how often it answers one follower.
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

    /// Makes a rule; the parameters are the properties of the same names.
    ///
    /// ``RuleSet`` sets `order` to the rule's place among its rules.
    public init(
        id: String,
        title: String? = nil,
        event: RuleEvent.Kind = .text,
        menus: Set<String> = [],
        scenes: Set<String> = [],
        clauses: [MatchClause] = [],
        condition: RuleCondition = RuleCondition(),
        priority: Int = 0,
        stage: RuleStage = .live,
        cases: [ReplyCase],
        cooldown: Cooldown? = nil,
        continues: Bool = false,
        isActiveDuringHandoff: Bool = false,
        lifetime: Int? = nil,
        examples: [RuleExample] = [],
        counterExamples: [RuleExample] = [],
        ignored: [String: String] = [:],
        order: Int = 0,
        location: SourceLocation = .code
    ) {
        isPlain =
            stage == .live && menus.isEmpty && scenes.isEmpty && condition.isEmpty
            && cases.first.map { $0.condition.isEmpty } ?? false
        self.id = id
        self.title = title
        self.event = event
        self.menus = menus
        self.scenes = scenes
        self.clauses = clauses.enumerated().map { $1.numbered($0 + 1) }
        self.condition = condition
        self.priority = priority
        self.stage = stage
        self.cases = cases.enumerated().map { $1.numbered($0 + 1) }
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

    /// The same rule at a place in a rule set.
    func placed(at order: Int) -> Rule {
        if order == self.order { return self }
        return Rule(
            id: id,
            title: title,
            event: event,
            menus: menus,
            scenes: scenes,
            clauses: clauses,
            condition: condition,
            priority: priority,
            stage: stage,
            cases: cases,
            cooldown: cooldown,
            continues: continues,
            isActiveDuringHandoff: isActiveDuringHandoff,
            lifetime: lifetime,
            examples: examples,
            counterExamples: counterExamples,
            ignored: ignored,
            order: order,
            location: location
        )
    }
}

/// How a rule takes messages from others, for examples, lints and suggestions (RULES C6).
extension Rule {
    /// Whether the walk always ends at this rule once it takes part and is not cooling.
    package var alwaysEndsWalk: Bool {
        !continues && cases.contains { $0.condition.isEmpty }
    }

    /// Whether the rule takes every message that it matches, from everybody, while its `when` holds.
    package var takesEveryMatch: Bool {
        stage == .live && alwaysEndsWalk && cooldown?.whileCooling != .next
    }

    /// Whether its `when` holds whenever that of another rule does.
    package func holds(whenever other: Rule) -> Bool {
        condition.isEmpty || condition == other.condition
    }

    /// Whether the rule takes part whenever another rule does, stages aside.
    package func isPresent(whenever other: Rule) -> Bool {
        order != other.order && holds(whenever: other) && (isActiveDuringHandoff || !other.isActiveDuringHandoff)
    }
}

/// The followers whom a rule answers (RULES C3, `stage`).
public enum RuleStage: String, Sendable, CaseIterable {
    /// Everybody.
    case live
    /// The account's testers; for everybody else the rule is as if absent, and reported as `shadow`.
    case test
    /// Nobody; the answer that it would have given is recorded.
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

    /// Whether it always holds.
    public var isEmpty: Bool {
        schedule == nil && notSchedule == nil && dates.isEmpty && asked == nil && firstContact == nil
    }
}

/// The limit on how often one rule answers one follower.
public struct Cooldown: Sendable {
    /// The behaviour of a cooling rule (RULES C3, `while_cooling`).
    public enum Behaviour: String, Sendable, CaseIterable {
        /// The rule takes the message and says nothing.
        case silent
        /// The next candidate is tried.
        case next
    }

    /// The time between two answers, in seconds.
    public let seconds: Int
    /// The behaviour in that time.
    public let whileCooling: Behaviour

    /// Makes a cooldown.
    public init(seconds: Int, whileCooling: Behaviour = .silent) {
        self.seconds = seconds
        self.whileCooling = whileCooling
    }
}

/// A message that its rule must, or must not, answer.
public struct RuleExample: Sendable {
    /// The message.
    public let text: String
    /// Where it is written.
    public let location: SourceLocation

    /// Makes an example.
    public init(text: String, location: SourceLocation = .code) {
        self.text = text
        self.location = location
    }
}
