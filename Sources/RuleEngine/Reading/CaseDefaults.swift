/// What holds for every case of a rule that does not say otherwise.
struct CaseDefaults {
    var ask: SlotQuestion?
    var handoff: Handoff?
}
