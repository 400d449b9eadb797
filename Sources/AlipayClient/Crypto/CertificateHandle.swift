internal import CSSL
internal import Foundation

/// The one owner of an `X509`.
///
/// `@unchecked Sendable`: the pointer never changes, and OpenSSL guards the lazy caches inside by its own lock.
@safe
final class CertificateHandle: @unchecked Sendable {
    private let certificate: OpaquePointer

    /// Reads one certificate in DER; nil when it is none.
    init?(der: [UInt8]) {
        defer { CryptoError.takeQueue() }
        let read: OpaquePointer? = unsafe der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return unsafe d2i_X509(nil, &cursor, buffer.count)
        }
        guard let read = unsafe read else { return nil }
        unsafe certificate = read
    }

    deinit {
        unsafe X509_free(certificate)
    }

    /// The certified key; nil when OpenSSL cannot use it.
    func publicKey() -> KeyHandle? {
        defer { CryptoError.takeQueue() }
        return unsafe X509_get_pubkey(certificate).map { unsafe KeyHandle(owning: $0) }
    }

    /// The issuer as Java's `X500Principal.getName()` prints it: RFC 2253 order and escapes, in UTF-8 (PROTOCOL 2.5).
    func issuerName() throws(CryptoError) -> String {
        guard let bio = unsafe BIO_new(BIO_s_mem()) else { throw CryptoError("making a buffer") }
        defer { unsafe BIO_free(bio) }
        let name = unsafe X509_get_issuer_name(certificate)
        guard unsafe X509_NAME_print_ex(bio, name, 0, cssl_name_flags_rfc2253_utf8()) >= 0 else {
            throw CryptoError("printing the issuer of a certificate")
        }
        var start: UnsafeMutablePointer<CChar>?
        let count = unsafe cssl_bio_memory(bio, &start)
        guard count > 0, let start = unsafe start else { return "" }
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    /// The serial number in decimal, of any length.
    func serialNumber() throws(CryptoError) -> String {
        guard let number = unsafe ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nil) else {
            throw CryptoError("reading the serial number of a certificate")
        }
        defer { unsafe BN_free(number) }
        guard let text = unsafe BN_bn2dec(number) else { throw CryptoError("printing a serial number") }
        defer { unsafe cssl_free(text) }
        return unsafe String(cString: text)
    }

    /// The object identifier of the algorithm that the issuer signed with, dotted.
    func signatureAlgorithm() -> String {
        var algorithm: UnsafePointer<X509_ALGOR>?
        var identifier: OpaquePointer?
        unsafe X509_get0_signature(nil, &algorithm, certificate)
        unsafe X509_ALGOR_get0(&identifier, nil, nil, algorithm)
        var buffer = [CChar](repeating: 0, count: 128)
        guard unsafe OBJ_obj2txt(&buffer, Int32(buffer.count), identifier, 1) > 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The first and the last moment of validity; nil when a time cannot be read.
    func validity() -> ClosedRange<Date>? {
        guard let from = unsafe CertificateHandle.date(X509_get0_notBefore(certificate)),
            let until = unsafe CertificateHandle.date(X509_get0_notAfter(certificate)), from <= until
        else { return nil }
        return from...until
    }

    /// Whether `issuer`'s key signed this certificate.
    func isSigned(by issuer: CertificateHandle) -> Bool {
        defer { CryptoError.takeQueue() }
        guard let key = issuer.publicKey() else { return false }
        return unsafe key.withPointer { pointer in unsafe X509_verify(certificate, pointer) == 1 }
    }

    /// Whether the name of `issuer` is the one that this certificate gives as its issuer's.
    func names(issuer: CertificateHandle) -> Bool {
        unsafe X509_NAME_cmp(X509_get_issuer_name(certificate), X509_get_subject_name(issuer.certificate)) == 0
    }

    private static func date(_ time: UnsafePointer<ASN1_TIME>?) -> Date? {
        var parts = unsafe tm()
        guard let time = unsafe time, unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return unsafe Date(timeIntervalSince1970: TimeInterval(timegm(&parts)))
    }
}
