internal import CSSL
internal import Foundation

/// The one owner of an `X509`.
///
/// `@unchecked Sendable`: the pointer never changes, and OpenSSL guards the lazy caches inside by its own lock.
@safe
final class CertificateHandle: @unchecked Sendable {
    private let certificate: OpaquePointer

    /// Reads one certificate in DER; nil when it is none, or when anything follows it.
    init?(der: [UInt8]) {
        guard DERElement.isWhole(der) else { return nil }
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

    /// The issuer as Java's `X500Principal.getName()` prints it (PROTOCOL 2.5).
    func issuerName() throws(CryptoError) -> String {
        var buffer: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_X509_NAME(X509_get_issuer_name(certificate), &buffer)
        guard count > 0, let start = unsafe buffer else { throw CryptoError("reading the issuer of a certificate") }
        defer { unsafe cssl_free(start) }
        let der = unsafe [UInt8](UnsafeBufferPointer(start: start, count: Int(count)))
        guard let name = DistinguishedName(der: der) else { throw CryptoError("printing the issuer of a certificate") }
        return name.text
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
