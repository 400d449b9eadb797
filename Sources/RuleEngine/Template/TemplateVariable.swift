/// What a template may name (RULES C3, "Template variables").
public enum TemplateVariable: Hashable, Sendable {
    /// A named group of the clause that matched.
    case capture(String)
    /// The follower's answer to a question.
    case slot(String)
    /// The key of the clicked menu item.
    case menu
    /// The id of the scanned QR code.
    case scene
    /// The account's name.
    case accountName
    /// The follower's name as Alipay masks it.
    case userName
    /// The day of the event.
    case date
    /// The time of the event.
    case time
    /// A schedule's hours on that day.
    case scheduleToday(String)
    /// A schedule's next opening.
    case scheduleNextOpen(String)

    /// The variable with that name; a name that is none of the fixed ones is a capture.
    init(name: String) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if let fixed = TemplateVariable.fixed[name] {
            self = fixed
        } else if parts.count == 2, parts[0] == "slot" {
            self = .slot(parts[1])
        } else if parts.count == 3, parts[0] == "schedule", parts[2] == "today" {
            self = .scheduleToday(parts[1])
        } else if parts.count == 3, parts[0] == "schedule", parts[2] == "next_open" {
            self = .scheduleNextOpen(parts[1])
        } else {
            self = .capture(name)
        }
    }

    /// The variables that need nothing but their name.
    static let fixed: [String: TemplateVariable] = [
        "menu": .menu, "scene": .scene, "account.name": .accountName, "user.name": .userName, "date": .date,
        "time": .time,
    ]

    /// Names to offer to an operator, in a fixed order.
    static let offered = ["account.name", "user.name", "date", "time", "menu", "scene"]
}
