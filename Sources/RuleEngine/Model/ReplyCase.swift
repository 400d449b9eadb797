/// One of a rule's situations, with the replies for it (RULES C3, `cases`).
///
/// A rule that is written without `cases` has one, without a condition. An immutable class for the same reason as
/// ``Rule``.
public final class ReplyCase: Sendable {
    /// The case's number in its rule, counted from 1; 0 until a rule takes a case that was made in code.
    public let number: Int
    /// When it applies.
    public let condition: RuleCondition
    /// The replies; empty only for a case that just hands off.
    public let replies: [Reply]
    /// The choice among the replies.
    public let pick: ReplyPick
    /// The question that the reply asks.
    public let ask: SlotQuestion?
    /// The hand-off that the reply begins.
    public let handoff: Handoff?
    /// Where it begins.
    public let location: SourceLocation

    /// Makes a case; the parameters are the properties of the same names.
    public init(
        number: Int = 0,
        condition: RuleCondition = RuleCondition(),
        replies: [Reply],
        pick: ReplyPick = .all,
        ask: SlotQuestion? = nil,
        handoff: Handoff? = nil,
        location: SourceLocation = .code
    ) {
        self.number = number
        self.condition = condition
        self.replies = replies
        self.pick = pick
        self.ask = ask
        self.handoff = handoff
        self.location = location
    }

    /// Makes a case that always sends one text.
    ///
    /// - Throws: The first syntax error of the template.
    public convenience init(_ text: String) throws(TemplateError) {
        self.init(replies: [Reply(content: .text(try ReplyTemplate(text)))])
    }

    func numbered(_ number: Int) -> ReplyCase {
        if self.number > 0 { return self }
        return ReplyCase(
            number: number,
            condition: condition,
            replies: replies,
            pick: pick,
            ask: ask,
            handoff: handoff,
            location: location
        )
    }
}

/// The choice among several replies (RULES C3, `pick`).
public enum ReplyPick: String, Sendable, CaseIterable {
    /// All of them, in order.
    case all
    /// One, by a hash of rule, follower and message.
    case random
    /// One after the other, counted for each follower.
    case rotate
}

/// One reply of a case.
public struct Reply: Sendable {
    /// The message, before its variables are filled.
    public enum Content: Sendable {
        case text(ReplyTemplate)
        case articles([ArticleTemplate])
    }

    /// The message.
    public let content: Content
    /// Its share in `pick: random`, at least 1.
    public let weight: Int
    /// Where it is written.
    public let location: SourceLocation

    /// Makes a reply.
    public init(content: Content, weight: Int = 1, location: SourceLocation = .code) {
        self.content = content
        self.weight = weight
        self.location = location
    }
}

/// One item of an image-text reply, before its variables are filled.
public struct ArticleTemplate: Sendable {
    /// The headline.
    public let title: ReplyTemplate
    /// The line below it.
    public let description: ReplyTemplate?
    /// The picture's address.
    public let image: ReplyTemplate?
    /// The address that a tap opens.
    public let url: ReplyTemplate
    /// The label of the link.
    public let action: ReplyTemplate?

    /// Makes an item.
    public init(
        title: ReplyTemplate,
        description: ReplyTemplate? = nil,
        image: ReplyTemplate? = nil,
        url: ReplyTemplate,
        action: ReplyTemplate? = nil
    ) {
        self.title = title
        self.description = description
        self.image = image
        self.url = url
        self.action = action
    }
}

/// The question that a reply asks (RULES C3, `ask`).
public struct SlotQuestion: Sendable {
    /// The slot that the answer fills.
    public let slot: String
    /// The time during which an answer is awaited, in seconds.
    public let seconds: Int

    /// Makes a question.
    public init(slot: String, seconds: Int) {
        self.slot = slot
        self.seconds = seconds
    }
}

/// A hand-off: the bot is silent, so that a person can answer (RULES C3, `handoff`).
public struct Handoff: Sendable {
    /// The length in seconds.
    public let seconds: Int
    /// The recipient of the notice, in the operator's words.
    public let notify: String?

    /// Makes a hand-off.
    public init(seconds: Int, notify: String? = nil) {
        self.seconds = seconds
        self.notify = notify
    }
}
