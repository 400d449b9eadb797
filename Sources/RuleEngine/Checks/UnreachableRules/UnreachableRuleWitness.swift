/// An event that a rule matches and that another one answers.
struct ShadowWitness {
    /// What happens.
    let content: RuleEvent.Content
    /// Who does it, and when.
    let situation: Situation
    /// The rule that wins instead.
    let winner: String

    /// How to try it.
    var description: LocalizedText {
        let note = situation.note
        switch content {
        case .text(let text):
            let text = LintWord.shown(text)
            return LocalizedText("发 “\(text)”\(note.chinese)", "“\(text)”\(note.english)")
        default:
            return LocalizedText("--event \(event)\(note.chinese)", "--event \(event)\(note.english)")
        }
    }

    /// The event as `replybot try --event` takes it.
    private var event: String {
        let kind = RuleEvent(content, userID: "", messageID: "").kind.rawValue
        switch content {
        case .click(let menu): return "\(kind):\(menu)"
        case .follow(let scene?), .enter(let scene?): return "\(kind):\(scene)"
        default: return kind
        }
    }
}
