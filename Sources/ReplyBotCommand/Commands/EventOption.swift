internal import ArgumentParser
internal import RuleEngine

/// An event on the command line: `follow`, `click:MENU`, `enter:SCENE`.
struct EventOption: ExpressibleByArgument {
    let content: RuleEvent.Content

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1).map(String.init)
        let parameter = parts.count > 1 ? parts[1] : nil
        switch (parts.first, parameter) {
        case ("image", nil): content = .image
        case ("follow", let scene): content = .follow(scene: scene)
        case ("unfollow", nil): content = .unfollow
        case ("enter", let scene): content = .enter(scene: scene)
        case ("click", let menu?): content = .click(menu: menu)
        case ("unknown", nil): content = .unknown
        default: return nil
        }
    }
}
