import Foundation
import RuleEngine
import RuleTestSupport

@testable import Evidence

/// Changes of one kind each, with every state and moment that matters for them.
enum ProofScenarios {
    private static let head = """
        account: {testers: ["2088000000000001"]}

        """

    private static func scenario(
        _ name: String,
        _ old: String,
        _ new: String,
        _ adjust: (inout ProofCase) -> Void = { _ in }
    ) throws -> ProofCase {
        var result = ProofCase(name: name, old: try RuleSet.load(yaml: old), new: try RuleSet.load(yaml: new))
        result.length = 3
        adjust(&result)
        return result
    }

    /// All scenarios.
    static func all() throws -> [ProofCase] {
        try texts() + circumstances() + answers()
    }

    private static func texts() throws -> [ProofCase] {
        [
            try scenario(
                "a Latin word loses a neighbour",
                "rules: [{id: x, match: [a], reply: r}, {id: y, match: [ab], reply: r}]",
                "rules: [{id: y, match: [ab], reply: r}]"
            ),
            try scenario(
                "a word under prefix",
                "rules: [{id: x, match: {prefix: [甲]}, reply: r}, {id: y, match: {suffix: [甲]}, reply: r}]",
                "rules: [{id: x, match: {any: [甲]}, reply: r}, {id: y, match: {suffix: [甲]}, reply: r}]"
            ),
            try scenario(
                "a word under suffix",
                "rules: [{id: x, match: {suffix: [甲]}, reply: r}]",
                "rules: [{id: x, match: {any: [甲]}, reply: r}]"
            ),
            try scenario(
                "a word under none",
                "rules: [{id: x, match: {any: [甲], none: [a]}, reply: r}]",
                "rules: [{id: x, match: {any: [甲]}, reply: r}]"
            ),
            try scenario(
                "a word more under all",
                "rules: [{id: x, match: {all: [甲]}, reply: r}, {id: y, match: [a], reply: r}]",
                "rules: [{id: x, match: {all: [甲, a]}, reply: r}, {id: y, match: [a], reply: r}]"
            ),
            try scenario(
                "all ranks by the sum",
                "rules: [{id: y, match: [甲甲], reply: r}, {id: x, match: {all: [甲, a, b]}, reply: r}]",
                "rules: [{id: y, match: [甲甲], reply: r}, {id: x, match: [甲], reply: r}]"
            ) { $0.length = 5 },
            try scenario(
                "the longest word counts",
                "rules: [{id: y, match: [b甲], reply: r}, {id: x, match: [甲], reply: r}]",
                "rules: [{id: y, match: [b甲], reply: r}, {id: x, match: [甲, a甲!], reply: r}]"
            ) { $0.length = 5 },
            try scenario(
                "an exact word with signs",
                "rules: [{id: x, match: {exact: [甲]}, reply: r}, {id: y, match: {suffix: ['!']}, reply: r}]",
                "rules: [{id: y, match: {suffix: ['!']}, reply: r}]"
            ),
            try scenario(
                "an exact word behind signs",
                "rules: [{id: x, match: {exact: [甲]}, reply: r}, {id: y, match: {prefix: ['!']}, reply: r}]",
                "rules: [{id: y, match: {prefix: ['!']}, reply: r}]"
            ),
            try scenario(
                "beyond the bounds",
                "rules: [{id: x, match: [甲ab], reply: r}, {id: y, match: [甲b], reply: r}]",
                "rules: [{id: y, match: [甲b], reply: r}]"
            ) {
                $0.isBeyondBounds = true
                $0.bounds.states = 12
            },
            try scenario(
                "an end of the text",
                "rules: [{id: x, match: {regex: '甲$'}, reply: r}]",
                "rules: [{id: x, match: {regex: '甲'}, reply: r}]"
            ),
            try scenario(
                "a set without written characters",
                "rules: [{id: x, match: {regex: '^[^甲]甲'}, reply: r}]",
                "rules: [{id: x, match: {regex: '^[^甲\\d]甲'}, reply: r}]"
            ) { $0.alphabet.append("1") },
            try scenario(
                "a space between Latin words",
                "rules: [{id: x, match: {regex: '^甲[^b ]甲'}, reply: r}, {id: y, match: {regex: 'a b'}, reply: r}]",
                "rules: [{id: x, match: {regex: '^甲[^b]甲'}, reply: r}]"
            ),
            try scenario(
                "capitals",
                "rules: [{id: x, match: {raw_regex: 'A甲'}, reply: r}]",
                "rules: [{id: x, match: {regex: 'a甲'}, reply: r}]"
            ) { $0.alphabet += ["A"] },
            try scenario(
                "captures",
                "rules: [{id: x, match: {regex: '(?<n>[ab])'}, reply: '{{n}}'}]",
                "rules: [{id: x, match: {regex: '(?<n>[ab]+)'}, reply: '{{n}}'}]"
            ),
        ]
    }

    private static func circumstances() throws -> [ProofCase] {
        let schedule = """
            schedules:
              s: {open: [{days: mon-fri, hours: "09:00-18:00"}]}

            """
        let laterSchedule = schedule.replacing("18:00", with: "20:00")
        let evening = DecisionConversation.moment(9 * 3_600)
        return [
            try scenario(
                "a condition is dropped",
                schedule + "rules: [{id: x, match: [甲], when: {schedule: s}, reply: r}]",
                schedule + "rules: [{id: x, match: [甲], reply: r}]"
            ) { $0.places.append(ProofCase.Place(at: DecisionConversation.moment(12 * 3_600))) },
            try scenario(
                "hours change",
                schedule + "rules: [{id: x, match: [甲], when: {schedule: s}, reply: r}]",
                laterSchedule + "rules: [{id: x, match: [甲], when: {schedule: s}, reply: r}]"
            ) { $0.places = [ProofCase.Place(), ProofCase.Place(at: evening)] },
            try scenario(
                "a second case",
                schedule + "rules: [{id: x, match: [甲], cases: [{when: {schedule: s}, reply: r}, {reply: q}]}]",
                schedule + "rules: [{id: x, match: [甲], cases: [{when: {schedule: s}, reply: r}, {reply: p}]}]"
            ) { $0.places = [ProofCase.Place(), ProofCase.Place(at: evening)] },
            try scenario(
                "during a hand-off",
                "rules: [{id: x, match: [甲], during_handoff: true, reply: r}]",
                "rules: [{id: x, match: [甲], reply: r}]"
            ) { $0.places = [ProofCase.Place(), ProofCase.Place(isHandedOff: true)] },
            try scenario(
                "a word that ends a hand-off",
                "limits: {resume_words: [b]}\nrules: [{id: x, match: [b], reply: r}]",
                "limits: {resume_words: [b]}\nrules: [{id: x, match: [b], reply: r, handoff: {for: 1m}}]"
            ) { $0.places = [ProofCase.Place(), ProofCase.Place(isHandedOff: true)] },
            try scenario(
                "the first contact",
                "rules: [{id: x, match: [甲], reply: r}]",
                "rules: [{id: y, match: [甲], when: {first_contact: true}, reply: s}, {id: x, match: [甲], reply: r}]"
            ) { $0.places = [ProofCase.Place(), ProofCase.Place(isKnown: true)] },
            try scenario(
                "not the first contact",
                "rules: [{id: x, match: [甲], reply: r}]",
                "rules: [{id: y, match: [甲], when: {first_contact: false}, reply: s}, {id: x, match: [甲], reply: r}]"
            ) { $0.places = [ProofCase.Place(), ProofCase.Place(isKnown: true)] },
            try scenario(
                "an open question",
                "rules: [{id: q, match: [b], reply: r, ask: {slot: s, for: 1m}}]",
                "rules: [{id: q, match: [b], reply: r, ask: {slot: s, for: 1m}}, {id: x, when: {asked: s}, reply: r}]"
            ) { $0.places = [ProofCase.Place(), ProofCase.Place(asked: "s")] },
            try scenario(
                "a tester",
                head + "rules: [{id: x, match: [甲], stage: test, reply: r}]",
                head + "rules: [{id: x, match: [甲, a], stage: test, reply: r}]"
            ) { $0.places = [ProofCase.Place(), ProofCase.Place(user: "2088000000000001")] },
            try scenario(
                "for testers first",
                head + "rules: [{id: x, match: [甲], reply: r}]",
                head + "rules: [{id: x, match: [甲], stage: test, reply: r}]"
            ) { $0.places = [ProofCase.Place(), ProofCase.Place(user: "2088000000000001")] },
            try scenario(
                "a rule is switched off",
                "rules: [{id: x, match: [甲], reply: r}, {id: y, match: [甲], reply: r}]",
                "rules: [{id: x, match: [甲], stage: 'off', reply: r}, {id: y, match: [甲], reply: r}]"
            ),
            try scenario(
                "behind a rule that passes on",
                "rules: [{id: n, match: [甲], cooldown: 1m, while_cooling: next, reply: r}, {id: y, match: [甲], reply: r}]",
                "rules: [{id: n, match: [甲], cooldown: 1m, while_cooling: next, reply: r}]"
            ) { $0.coolings = [[], ["n"]] },
        ]
    }

    private static func answers() throws -> [ProofCase] {
        let base =
            "rules: [{id: x, match: [甲], reply: r}, {id: y, match: [甲], reply: r}, {id: z, match: [b], reply: r}]"
        return [
            try scenario("nothing", base, base),
            try scenario("a reply", base, base.replacing("match: [b], reply: r", with: "match: [b], reply: q")),
            try scenario("a cooldown", base, base.replacing("[b], reply: r", with: "[b], cooldown: 1m, reply: r")),
            try scenario("a lifetime", base, base.replacing("[b], reply: r", with: "[b], lifetime: 1m, reply: r")),
            try scenario(
                "a priority",
                base,
                base.replacing("{id: y,", with: "{id: y, priority: 5,")
            ),
            try scenario(
                "an order",
                base,
                "rules: [{id: y, match: [甲], reply: r}, {id: x, match: [甲], reply: r}, {id: z, match: [b], reply: r}]"
            ),
            try scenario("a rule is gone", base, base.replacing("{id: x, match: [甲], reply: r}, ", with: "")),
            try scenario(
                "a kind of evidence",
                base,
                base.replacing("{id: y, match: [甲]", with: "{id: y, match: {exact: [甲]}")
            ),
            try scenario("another rule besides", base, base.replacing("{id: x,", with: "{id: x, also: true,")),
            try scenario(
                "a reply besides another",
                base.replacing("{id: x,", with: "{id: x, also: true,"),
                base.replacing("{id: x, match: [甲], reply: r}", with: "{id: x, also: true, match: [甲], reply: q}")
            ),
            try scenario(
                "no room for a rule besides",
                "limits: {messages_per_event: 1}\nrules: [{id: x, also: true, match: [甲], reply: r}, {id: y, match: [甲], reply: r}]",
                "limits: {messages_per_event: 1}\nrules: [{id: x, also: true, match: [甲], reply: q}, {id: y, match: [甲], reply: r}]"
            ),
            try scenario(
                "no room for a rule besides, until the other one cools",
                "limits: {messages_per_event: 1}\nrules: [{id: x, also: true, match: [甲], reply: r}, "
                    + "{id: y, match: [甲], cooldown: 1m, reply: r}]",
                "limits: {messages_per_event: 1}\nrules: [{id: x, also: true, match: [甲], reply: q}, "
                    + "{id: y, match: [甲], cooldown: 1m, reply: r}]"
            ) { $0.coolings = [[], ["y"]] },
            try scenario(
                "the fallback",
                base + "\nfallback: {reply: f}",
                base + "\nfallback: {reply: g}"
            ),
            try scenario(
                "a menu",
                "rules: [{id: x, event: click, menu: [A], reply: r}, {id: y, event: click, reply: r}]",
                "rules: [{id: x, event: click, menu: [A, B], reply: r}, {id: y, event: click, reply: r}]"
            ) { $0.events = ["A", "B", "C"].map { .click(menu: $0) } },
            try scenario(
                "a rule in between is better",
                "rules: [{id: m, match: [甲, a], priority: 9, reply: r}, {id: x, match: [甲, a, b], reply: r}]",
                "rules: [{id: m, match: [甲, a], priority: 9, reply: r}]"
            ),
            try scenario(
                "longer than its rival",
                "rules: [{id: x, match: [甲], reply: r}, {id: y, match: [甲a], reply: r}, {id: z, match: [b], reply: r}]",
                "rules: [{id: x, match: [甲, b甲], reply: r}, {id: y, match: [甲a], reply: r}, {id: z, match: [b], reply: r}]"
            ),
        ]
    }
}
