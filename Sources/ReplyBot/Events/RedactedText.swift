internal import Foundation

/// Replaces digits and names in the texts of followers by others of the same shape.
struct RedactedText: Sendable {
    /// How much of a number's shape stays; rules may look at it.
    struct Variant: Sendable, Hashable {
        /// Digits at the beginning of a run that stay, such as the prefix of a mobile number.
        let keptDigits: Int
        /// Selects among the names.
        let salt: Int

        /// In the order in which they are tried.
        static let all = [(0, 0), (3, 0), (0, 1), (3, 1), (3, 2)].map { Variant(keptDigits: $0.0, salt: $0.1) }
    }

    /// The least number of digits of a run that is replaced.
    static let leastDigits = 6

    let key: RedactionKey
    /// Runs of digits, as ASCII, that rules name; they stay.
    let keptRuns: Set<String>

    /// A text without its runs of digits, without names that a phrase introduces, and without `names`.
    ///
    /// Everything else stays, so that rules find the same words.
    func redact(_ text: String, names: [String: String], _ variant: Variant) -> String {
        var scalars = Array(text.unicodeScalars)
        for (name, other) in names.sorted(by: { $0.key < $1.key }) {
            let (name, other) = (Array(name.unicodeScalars), Array(other.unicodeScalars))
            for start in Self.places(of: name, in: scalars) {
                scalars.replaceSubrange(start..<(start + name.count), with: other)
            }
        }
        let runs = DigitRun.all(in: scalars)
        for run in runs { replace(run, in: &scalars, variant) }
        let besideNumbers = PersonName.all(beside: runs.compactMap(\.range), in: scalars)
        for range in PersonName.all(in: scalars, besides: besideNumbers) {
            scalars.replaceSubrange(range, with: PersonName.other(than: scalars[range], key, salt: variant.salt))
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// A masked name or an alias in the same shape: letters by letters, digits by digits, signs stay.
    func redact(name: String) -> String {
        let scalars = Array(name.unicodeScalars)
        let code = key.code("name", name)
        return String(
            String.UnicodeScalarView(
                scalars.enumerated()
                    .map { index, scalar in
                        PersonName.other(than: scalar, number: code.isEmpty ? 0 : Int(code[index % code.count]) + index)
                    }
            )
        )
    }

    private func replace(_ run: DigitRun, in scalars: inout [Unicode.Scalar], _ variant: Variant) {
        let ascii = run.digits.map(String.init).joined()
        guard !keptRuns.contains(ascii) else { return }
        let digits: [Int]
        if FollowerPseudonyms.isFollower(ascii) {
            digits = FollowerPseudonyms.digits(of: run.digits, key)
        } else {
            let kept = min(variant.keptDigits, run.digits.count - 3)
            digits = run.digits.prefix(kept) + key.digits(Array(run.digits.dropFirst(kept)), label: "digits")
        }
        for (place, digit) in zip(run.places, digits) {
            // Digits of every script are in a row, so the zero of the same script is this far below.
            let value = scalars[place].properties.numericValue.map(Int.init) ?? 0
            let code = Int(scalars[place].value) - value + digit
            if let other = Unicode.Scalar(UInt32(code)) { scalars[place] = other }
        }
    }

    private static func places(of part: [Unicode.Scalar], in whole: [Unicode.Scalar]) -> [Int] {
        guard !part.isEmpty, part.count <= whole.count else { return [] }
        return (0...(whole.count - part.count)).filter { whole[$0..<($0 + part.count)] == part[...] }
    }
}

/// Six or more digits of any script and width, with at most one space or hyphen between two of them.
struct DigitRun: Sendable, Hashable {
    /// Where the digits stand.
    let places: [Int]
    /// Their values.
    let digits: [Int]

    private static let joiners: Set<Unicode.Scalar> = [
        " ", "-", "－", "‐", "‑", "–", "\u{3000}", "\u{A0}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{FEFF}",
    ]

    /// From the first to behind the last digit.
    var range: Range<Int>? {
        guard let first = places.first, let last = places.last else { return nil }
        return first..<(last + 1)
    }

    /// All runs, in order.
    static func all(in scalars: [Unicode.Scalar]) -> [DigitRun] {
        var (runs, places): ([DigitRun], [Int]) = ([], [])
        var gap = 0
        func close() {
            if places.count >= RedactedText.leastDigits {
                let digits = places.map { Int(scalars[$0].properties.numericValue ?? 0) }
                runs.append(DigitRun(places: places, digits: digits))
            }
            places = []
        }
        for (index, scalar) in scalars.enumerated() {
            if isDigit(scalar) {
                places.append(index)
                gap = 0
            } else if joiners.contains(scalar), gap == 0 {
                gap = 1
            } else {
                close()
                gap = 0
            }
        }
        close()
        return runs
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return ("0"..."9").contains(scalar) }
        return scalar.properties.generalCategory == .decimalNumber
    }
}

/// Pseudonyms of followers: 16 digits that begin with `2088`, like the ids of Alipay.
enum FollowerPseudonyms {
    private static let prefix = "2088"

    static func isFollower(_ digits: String) -> Bool {
        digits.utf8.count == 16 && digits.hasPrefix(prefix)
    }

    static func digits(of digits: [Int], _ key: RedactionKey) -> [Int] {
        Array(digits.prefix(4)) + key.digits(Array(digits.dropFirst(4)), label: "follower")
    }

    /// The pseudonym of an id; other forms of ids get one that no id of Alipay's form has.
    static func pseudonym(of user: String, _ key: RedactionKey) -> String {
        guard isFollower(user), user.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            let number = key.number("other follower", user) % 1_000_000_000_000
            let digits = String(number)
            return "2089" + String(repeating: "0", count: 12 - digits.utf8.count) + digits
        }
        return digits(of: user.utf8.map { Int($0) - 0x30 }, key).map(String.init).joined()
    }
}
