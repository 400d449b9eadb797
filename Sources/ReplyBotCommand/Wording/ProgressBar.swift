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
    /// The widths of the bar alone: at most, and what is worth drawing.
    private static let barWidths = 8...24

    private let unit: LocalizedText
    private let start: Duration
    private var lastDrawn: Duration?

    /// Begins at a moment of a monotonic clock; `unit` names one of what is counted.
    init(counting unit: LocalizedText, from start: Duration) {
        self.unit = unit
        self.start = start
    }

    /// The line to draw at a moment, shorter than `columns`; nil where the last one is too fresh.
    mutating func line(
        _ state: State,
        at now: Duration,
        in language: OperatorLanguage,
        columns: Int = TextTable.width
    ) -> String? {
        if let lastDrawn, now - lastDrawn < Self.interval { return nil }
        lastDrawn = now
        return TextTable.cut(text(state, at: now, in: language, columns: columns), to: columns - 1)
    }

    private func text(_ state: State, at now: Duration, in language: OperatorLanguage, columns: Int) -> String {
        let seconds = (now - start) / .seconds(1)
        let number = Self.grouped(state.count)
        let english = English.count(state.count, of: unit.english, written: number)
        var parts = [LocalizedText("\(number) \(unit.chinese)", english)[language]]
        if seconds >= 1 { parts.append("\(Self.grouped(Int(Double(state.count) / seconds)))/s") }
        guard let total = state.total, total > 0 else { return parts.joined(separator: "  ") }
        let share = min(1, Double(state.done) / Double(total))
        parts.insert("\(Int(share * 100)) %", at: 0)
        if seconds >= 1, share > 0 {
            let left = Self.duration(Int((seconds * (1 - share) / share).rounded(.up)))
            parts.append(LocalizedText("剩余 \(left)", "\(left) left")[language])
        }
        // The rate is what a reader misses least.
        if DisplayWidth.cells(parts.joined(separator: "  ")) >= columns, parts.count == 4 { parts.remove(at: 2) }
        let text = parts.joined(separator: "  ")
        // Beside the bar are its brackets, two spaces, and the column that stays free.
        let width = min(Self.barWidths.upperBound, columns - DisplayWidth.cells(text) - 5)
        guard width >= Self.barWidths.lowerBound else { return text }
        let full = Int(share * Double(width))
        let bar = String(repeating: "#", count: full) + String(repeating: "-", count: width - full)
        return "[\(bar)]  \(text)"
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
    private let columns: () -> Int
    private let now: () -> Duration
    private let write: (String) -> Void
    private var isDrawn = false

    /// Begins now; `isShown` is whether a person watches, and `write` gets what a terminal obeys.
    init(
        counting unit: LocalizedText,
        isShown: Bool = Terminal.showsProgress,
        columns: @escaping () -> Int = { Terminal.progressColumns },
        now: @escaping () -> Duration = TerminalProgress.monotonic(),
        write: @escaping (String) -> Void = Terminal.draw
    ) {
        self.isShown = isShown
        self.columns = columns
        self.now = now
        self.write = write
        bar = ProgressBar(counting: unit, from: now())
    }

    /// Draws the state, if the last drawing is old enough.
    func report(_ state: ProgressBar.State) {
        guard isShown, let line = bar.line(state, at: now(), in: .current, columns: columns()) else { return }
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
