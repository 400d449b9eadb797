/// Whether an address of an article can be trusted whatever its variables hold.
enum AddressCheck {
    static func isSafe(_ template: ReplyTemplate) -> Bool {
        guard case .literal(let start) = template.parts.first, hasSecureHost(start) else { return false }
        var isInQuery = false
        for part in template.parts {
            switch part {
            case .literal(let text):
                guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else { return false }
                isInQuery = isInQuery || text.unicodeScalars.contains("?")
            case .placeholder(let placeholder):
                guard isInQuery, placeholder.isURLEncoded else { return false }
            }
        }
        return true
    }

    /// `https://` and a host that ends before the first variable.
    private static func hasSecureHost(_ text: String) -> Bool {
        let scheme = "https://"
        guard text.lowercased().hasPrefix(scheme) else { return false }
        let host = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !host.contains("@"), !host.contains(" ") else { return false }
        // An address of IPv6 has colons of its own, between brackets.
        let isBracketed = host.hasPrefix("[")
        let name = host.prefix { $0 != (isBracketed ? "]" : ":") }
        let rest = host[name.endIndex...].dropFirst(isBracketed ? 1 : 0)
        guard !name.isEmpty, !isBracketed || name.endIndex < host.endIndex else { return false }
        return rest.isEmpty || rest.hasPrefix(":") && isPort(String(rest.dropFirst()))
    }

    private static func isPort(_ text: String) -> Bool {
        DecimalText.number(text).map((1...65_535).contains) ?? false
    }
}
