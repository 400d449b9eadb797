/// Numbers with the English words that agree with them.
package enum English {
    /// `1 follower` or `2 followers`.
    ///
    /// `plural` is for nouns that take more than an `s`, `written` for a number with commas.
    package static func count(
        _ number: Int,
        of noun: String,
        plural: String? = nil,
        written: String? = nil
    ) -> String {
        "\(written ?? "\(number)") \(number == 1 ? noun : plural ?? noun + "s")"
    }

    /// The word for one, or the word for several and for none.
    package static func agreed(_ number: Int, one: String, many: String) -> String {
        number == 1 ? one : many
    }
}
