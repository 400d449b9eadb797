internal import Foundation
internal import OperatorText
internal import RuleEngine

extension ContactState {
    /// The parts of the state that decisions look at, in words; answers only by their slots.
    func phrases(at now: Date, in time: OperatorTime) -> [LocalizedText] {
        var phrases = [isKnown ? LocalizedText("以前来过", "known before") : LocalizedText("新用户", "a new follower")]
        if let until = handoffUntil, until > now {
            phrases.append(LocalizedText("人工接待到 \(time.text(until))", "handed off until \(time.text(until))"))
        }
        if let question, question.expires > now {
            let end = time.text(question.expires)
            phrases.append(LocalizedText("等待回答 \(question.slot)，到 \(end)", "asked \(question.slot), until \(end)"))
        }
        for (rule, end) in cooldowns.sorted(by: { $0.key < $1.key }) where end > now {
            phrases.append(LocalizedText("\(rule) 冷却到 \(time.text(end))", "\(rule) cools until \(time.text(end))"))
        }
        if !slots.isEmpty {
            let names = slots.keys.sorted()
            phrases.append(
                LocalizedText("答过 \(names.joined(separator: "、"))", "answered \(names.joined(separator: ", "))")
            )
        }
        if let sent {
            phrases.append(
                LocalizedText(
                    "\(sent.day) 已发 \(sent.messages) 条",
                    "\(English.count(sent.messages, of: "message")) on \(sent.day)"
                )
            )
        }
        for (rule, count) in rotations.sorted(by: { $0.key < $1.key }) {
            phrases.append(
                LocalizedText("\(rule) 轮换到第 \(count) 次", "\(rule) rotated \(English.count(count, of: "time"))")
            )
        }
        return phrases
    }
}
