extension String {
    /// The first 60 characters, for a message that quotes the text.
    var excerpt: String {
        let start = unicodeScalars.prefix(60)
        return start.endIndex == unicodeScalars.endIndex ? self : String(start) + "…"
    }
}
