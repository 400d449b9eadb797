internal import Foundation

/// How long ago something was, in one number: `12s`, `5m`, `3h`, `2d`.
enum AgeText {
    static func text(_ date: Date, at now: Date) -> String {
        text(seconds: Int(clamping: Int64(max(0, min(now.timeIntervalSince(date), 1e12)))))
    }

    static func text(seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(seconds)s"
        case ..<3_600: "\(seconds / 60)m"
        case ..<(2 * 86_400): "\(seconds / 3_600)h"
        default: "\(seconds / 86_400)d"
        }
    }
}
