/// Shows what a form was read as, which only tests and fuzzers may see before a signature is checked.
package struct FormProbe: Sendable {
    /// Names and values, percent-decoded, in byte order of the names.
    package let parameters: [(name: [UInt8], value: [UInt8])]

    /// Reads a form as a notification is read.
    package init(query: [UInt8], body: [UInt8]) throws(NotificationError) {
        let form = try NotificationForm(query: query, body: body)
        parameters = form.pairs.map { (name: Array($0.name), value: Array($0.value)) }
    }
}
