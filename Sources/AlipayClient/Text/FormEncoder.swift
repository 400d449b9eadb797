/// Writes `application/x-www-form-urlencoded`, as Java's URLEncoder does.
enum FormEncoder {
    /// `name=value` joined by `&`.
    static func encode(_ pairs: [FormDecoder.Pair]) -> [UInt8] {
        var form: [UInt8] = []
        for pair in pairs {
            if !form.isEmpty { form.append(UInt8(ascii: "&")) }
            append(pair.name, to: &form)
            form.append(UInt8(ascii: "="))
            append(pair.value, to: &form)
        }
        return form
    }

    private static func append(_ bytes: [UInt8], to form: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "*"):
                form.append(byte)
            case UInt8(ascii: " "): form.append(UInt8(ascii: "+"))
            default: form += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }
}
