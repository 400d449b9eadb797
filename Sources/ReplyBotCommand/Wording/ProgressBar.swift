internal import Foundation
internal import OperatorText
internal import ReplyBot

/// A line that shows how far a piece of work is, with the rate and the time left; for a terminal only.
struct ProgressBar {
    /// The work that is done.
    struct State: Sendable, Hashable {
        /// The part of the work, such as bytes of a file.
        var done: Int
        /// The whole of it; nil where it is not known.
        var total: Int?
        /// What is counted for the reader, such as events.
        var count: Int
    }

    /// The shortest time between two drawings.
    static let interval = Duration.milliseconds(100)
    /// The width of the bar alone.
    private static let barWidth = 24

    private let unit: LocalizedText
    private let start: Duration
    private var lastDrawn: Duration?

    /// Begins at a moment of a monotonic clock; `unit` names what is counted.
    init(counting unit: LocalizedText, from start: Duration) {
        self.unit = unit
        self.start = start
    }

    /// The line to draw at a moment; nil where the last one is too fresh.
    mutating func line(_ state: State, at now: Duration, in language: OperatorLanguage) -> String? {
        if let lastDrawn, now - lastDrawn < Self.interval { return nil }
        lastDrawn = now
        return text(state, at: now, in: language)
    }

    private func text(_ state: State, at now: Duration, in language: OperatorLanguage) -> String {
        let seconds = (now - start) / .seconds(1)
        var parts = ["\(Self.grouped(state.count)) \(unit[language])"]
        if seconds >= 1 { parts.append("\(Self.grouped(Int(Double(state.count) / seconds)))/s") }
        guard let total = state.total, total > 0 else { return parts.joined(separator: "  ") }
        let share = min(1, Double(state.done) / Double(total))
        parts.insert("\(Int(share * 100)) %", at: 0)
        if seconds >= 1, share > 0 {
            let left = Self.duration(Int((seconds * (1 - share) / share).rounded(.up)))
            parts.append(LocalizedText("剩余 \(left)", "\(left) left")[language])
        }
        let full = Int(share * Double(Self.barWidth))
        let bar = String(repeating: "#", count: full) + String(repeating: "-", count: Self.barWidth - full)
        return TextTable.cut((["[\(bar)]"] + parts).joined(separator: "  "), to: TextTable.width - 1)
    }

    /// A number with a comma before each third digit from the right.
    static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }

    /// `4 s`, `2:05` or `1:02:05`.
    private static func duration(_ seconds: Int) -> String {
        guard seconds >= 60 else { return "\(seconds) s" }
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
        let rest = String(format: "%02d", seconds % 60)
        return hours == 0 ? "\(minutes):\(rest)" : "\(hours):\(String(format: "%02d", minutes)):\(rest)"
    }
}

/// A progress bar on stderr, if that is a terminal; nothing otherwise.
final class TerminalProgress {
    private var bar: ProgressBar
    private let isShown: Bool
    private let now: () -> Duration
    private let write: (String) -> Void
    private var isDrawn = false

    /// Begins now; `isShown` is whether a person watches, and `write` gets what a terminal obeys.
    init(
        counting unit: LocalizedText,
        isShown: Bool = Terminal.showsProgress,
        now: @escaping () -> Duration = TerminalProgress.monotonic(),
        write: @escaping (String) -> Void = Terminal.draw
    ) {
        self.isShown = isShown
        self.now = now
        self.write = write
        bar = ProgressBar(counting: unit, from: now())
    }

    /// Draws the state, if the last drawing is old enough.
    func report(_ state: ProgressBar.State) {
        guard isShown, let line = bar.line(state, at: now(), in: .current) else { return }
        write("\r\(line)\u{1B}[K")
        isDrawn = true
    }

    /// Removes the bar, so that other lines can follow.
    func clear() {
        guard isDrawn else { return }
        write("\r\u{1B}[K")
        isDrawn = false
    }

    /// A clock that no one sets, from its first reading.
    static func monotonic() -> () -> Duration {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }
}
