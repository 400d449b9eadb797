import Foundation

/// A number from the environment, such as how many kills are asked for.
enum Asked {
    static func number(_ variable: String, default fallback: Int) -> Int {
        ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? fallback
    }
}
