internal import Evidence
internal import Foundation
internal import RuleEngine

/// A decision as one line of JSON, for the journal and for golden files of replays.
struct DecisionRecord: Codable, Sendable, Hashable {
    /// The rule that answered; `fallback` for the fallback.
    var rule: String?
    /// The case that applied, of a rule with several.
    var caseNumber: Int?
    /// Why the bot stays silent.
    var silent: String?
    /// The rule that took the message and was kept from speaking, or `fallback`, for the journal.
    var taker: String?
    /// Rules that would have answered if their stage reached this follower.
    var shadow: [String]?
    /// The version of the normalisation.
    var normalization: Int
    /// The beginning of the rule files' checksum, for the journal.
    var rules: String?

    enum CodingKeys: String, CodingKey {
        case rule
        case caseNumber = "case"
        case silent
        case taker
        case shadow
        case normalization
        case rules
    }

    /// Records a decision for a golden file.
    init(_ decision: Decision) {
        normalization = decision.normalizationVersion
        shadow = decision.shadow.isEmpty ? nil : decision.shadow
        switch decision.outcome {
        case .replied(let rule): self.rule = rule
        case .silent(let reason): silent = reason.rawValue
        }
        if let winner = decision.winner, winner.rule == rule, winner.caseCount > 1 {
            caseNumber = winner.caseNumber
        }
    }

    /// Records a decision for the journal, with the rules that made it.
    init(_ decision: Decision, by checksum: String?) {
        self.init(decision)
        rules = checksum
        guard case .silent(let reason) = decision.outcome, !reason.isAboutFollower, reason != .unmatched else { return }
        taker = decision.winner?.rule ?? Fallback.id
    }

    /// Reads a recorded decision; nil for one that this version cannot read.
    init?(json: String) {
        guard let read = try? JSONDecoder().decode(DecisionRecord.self, from: Data(json.utf8)) else { return nil }
        self = read
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
