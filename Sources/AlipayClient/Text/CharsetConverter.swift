internal import Glibc

/// The one owner of an `iconv_t`; it never leaves the call that makes it.
@safe
struct CharsetConverter: ~Copyable {
    private let descriptor: iconv_t

    /// Opens a conversion; nil when this system does not have it.
    private init?(from source: String, to target: String) {
        let opened = unsafe iconv_open(target, source)
        // iconv_open answers (iconv_t)-1 for a conversion it does not know.
        guard let opened = unsafe opened, Int(bitPattern: opened) != -1 else { return nil }
        unsafe descriptor = opened
    }

    deinit {
        unsafe iconv_close(descriptor)
    }

    /// Converts all bytes, or none: nil when one does not belong to the source or is missing in the target.
    static func convert(_ bytes: [UInt8], from source: String, to target: String) -> [UInt8]? {
        guard !bytes.isEmpty else { return [] }
        return CharsetConverter(from: source, to: target)?.convert(bytes)
    }

    private func convert(_ bytes: [UInt8]) -> [UInt8]? {
        // Neither direction can grow a text more than fourfold.
        let capacity = bytes.count * 4
        var input = bytes.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: capacity)
        var inputLeft = input.count
        var outputLeft = capacity
        let status = unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                var sourceCursor = source.baseAddress
                var targetCursor = target.baseAddress
                return unsafe iconv(descriptor, &sourceCursor, &inputLeft, &targetCursor, &outputLeft)
            }
        }
        guard status == 0, inputLeft == 0 else { return nil }
        return output.prefix(capacity - outputLeft).map { UInt8(bitPattern: $0) }
    }
}
