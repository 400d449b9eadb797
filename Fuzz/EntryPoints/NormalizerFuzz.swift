import RuleEngine

/// Whatever is written, the forms of a text are bounded, stable and lead back to what was written.
enum NormalizerFuzz {
    static func fault(in bytes: [UInt8]) -> String? {
        let text = TextNormalizer.normalize(String(decoding: bytes, as: UTF8.self))
        return sizeFault(text) ?? originFault(text) ?? repetitionFault(text)
    }

    private static func sizeFault(_ text: NormalizedText) -> String? {
        if text.raw.count > TextNormalizer.lengthLimit { return "L1 has \(text.raw.count) code points" }
        if text.folded.count > 4 * text.raw.count { return "L2 has \(text.folded.count) for \(text.raw.count) of L1" }
        let isInside = text.trimmed.lowerBound >= 0 && text.trimmed.upperBound <= text.folded.count
        return isInside ? nil : "L2t is \(text.trimmed) of \(text.folded.count)"
    }

    private static func originFault(_ text: NormalizedText) -> String? {
        let origins = text.originIndexes
        guard origins.count == text.folded.count + 1 else { return "\(origins.count) ways back" }
        if origins.last != text.raw.count { return "the last way back leads to \(origins.last ?? -1)" }
        if origins.contains(where: { !(0...text.raw.count).contains($0) }) { return "a way back leads outside" }
        if zip(origins, origins.dropFirst()).contains(where: { $0 > $1 }) { return "the way back turns round" }
        for index in text.folded.indices where text.origin(of: index..<index + 1).isEmpty {
            return "code point \(index) of L2 came from nothing"
        }
        return nil
    }

    /// A form that is normalised again stays as it is, as far as it is not cut.
    private static func repetitionFault(_ text: NormalizedText) -> String? {
        guard max(text.raw.count, text.folded.count) < TextNormalizer.lengthLimit else { return nil }
        let fromRaw = TextNormalizer.normalize(text.rawText)
        if fromRaw.raw != text.raw || fromRaw.folded != text.folded { return "L1 is not stable: \(text.raw)" }
        let fromFolded = TextNormalizer.normalize(text.foldedText)
        return fromFolded.folded == text.folded ? nil : "L2 is not stable: \(text.folded)"
    }
}
