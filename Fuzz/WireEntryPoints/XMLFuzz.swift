import AlipayClient

/// For any text: XML that is read without libxml2 is what libxml2 reads.
enum XMLFuzz {
    static func fault(in bytes: [UInt8]) -> String? {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        return XMLProbe(utf8: bytes).isReadAlike ? nil : "libxml2 reads another document"
    }
}
