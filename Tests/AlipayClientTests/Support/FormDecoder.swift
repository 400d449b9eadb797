@testable import AlipayClient

/// Parameters as arrays of bytes, which are easier to change and to compare than places.
enum FormDecoder {
    /// One parameter, percent-decoded.
    struct Pair: Sendable, Hashable {
        let name: [UInt8]
        let value: [UInt8]
    }

    /// The parameters of a form in its own order.
    static func decode(_ encoded: [UInt8]) throws(NotificationError) -> [Pair] {
        let form = try FormParameters(encoded, [])
        return form.parameters.map { Pair(name: Array(form.bytes[$0.name]), value: Array(form.bytes[$0.value])) }
    }
}

extension NotificationForm {
    /// The parameters by name.
    var pairs: [FormDecoder.Pair] {
        parameters.map { FormDecoder.Pair(name: Array(bytes[$0.name]), value: Array(bytes[$0.value])) }
    }

    /// The value of a parameter; nil when it is missing or empty.
    func value(_ name: String) -> [UInt8]? {
        pairs.first { $0.name == Array(name.utf8) }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }
}
