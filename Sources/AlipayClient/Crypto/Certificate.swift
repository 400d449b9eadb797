internal import CSSL
public import Foundation

/// An X.509 certificate of the platform's certificate mode.
public struct Certificate: Sendable {
    private let handle: CertificateHandle
    /// The platform's SN of the certificate: MD5 over issuer and serial number (PROTOCOL 2.5).
    public let serial: String
    /// The period in which the certificate is valid.
    public let validity: ClosedRange<Date>
    /// Whether its issuer signed with RSA; only such certificates count for a root file's SN.
    public let isSignedWithRSA: Bool

    init(der: [UInt8]) throws(KeyError) {
        guard let handle = CertificateHandle(der: der), let validity = handle.validity(),
            let name = try? handle.issuerName() + handle.serialNumber(), let digest = try? Digest.md5(Array(name.utf8))
        else {
            let isKey = KeyHandle.publicKey(der: der) != nil || KeyHandle.privateKey(der: der) != nil
            throw isKey ? .notACertificate : .notAKey
        }
        self.handle = handle
        self.validity = validity
        serial = Digest.hex(digest)
        isSignedWithRSA = handle.signatureAlgorithm().hasPrefix("1.2.840.113549.1.1")
    }

    /// The certified key.
    ///
    /// - Parameter minimumBits: refuses smaller keys.
    /// - Returns: the key.
    /// - Throws: `KeyError` when the key is not RSA, or too small.
    public func verifyingKey(minimumBits: Int = SigningKey.minimumBits) throws(KeyError) -> VerifyingKey {
        guard let key = handle.publicKey() else { throw .notRSA }
        return try VerifyingKey(key, minimumBits: minimumBits)
    }

    /// Whether `other` is named as the issuer and really signed this certificate.
    func isIssued(by other: Certificate) -> Bool {
        handle.names(issuer: other.handle) && handle.isSigned(by: other.handle)
    }
}

/// The certificates of one file, in file order; a leaf file usually holds its issuer too.
public struct CertificateFile: Sendable {
    /// All certificates, never empty.
    public let certificates: [Certificate]
    /// The first certificate.
    public let leaf: Certificate

    /// Reads a file of certificates; lines may have any length, and text between the certificates is ignored.
    ///
    /// - Parameter text: the content of a `.crt` file of the platform.
    /// - Throws: `KeyError` when there is no certificate, or one cannot be read.
    public init(_ text: String) throws(KeyError) {
        var read: [Certificate] = []
        for block in try PEMText(text).blocks where block.label == nil || block.label?.hasSuffix("CERTIFICATE") == true
        {
            read.append(try Certificate(der: block.der))
        }
        guard let leaf = read.first else { throw .notACertificate }
        self.leaf = leaf
        certificates = read
    }

    /// The SN of a root file: the SNs of its RSA-signed certificates, joined (PROTOCOL 2.5); empty when it has none.
    public var rootSerial: String {
        certificates.filter(\.isSignedWithRSA).map(\.serial).joined(separator: "_")
    }

    /// Whether the leaf leads to one of `roots`: each certificate is signed by the next, and all are valid at `date`.
    ///
    /// - Parameters:
    ///   - roots: the platform's root file.
    ///   - date: the moment at which all certificates must be valid.
    /// - Returns: true for a trusted chain.
    public func isTrusted(by roots: CertificateFile, at date: Date) -> Bool {
        chain(to: roots, at: date) != nil
    }

    /// The certificates from the leaf to one of `roots`; nil when it leads to none.
    func chain(to roots: CertificateFile, at date: Date) -> (between: [Certificate], root: Certificate)? {
        var current = leaf
        var unused = Array(certificates.dropFirst())
        var between: [Certificate] = []
        while current.validity.contains(date) {
            let root = roots.certificates.first { $0.validity.contains(date) && current.isIssued(by: $0) }
            if let root { return (between, root) }
            guard let next = unused.firstIndex(where: { current.isIssued(by: $0) }) else { return nil }
            current = unused.remove(at: next)
            between.append(current)
        }
        return nil
    }
}

/// The one owner of an `X509`.
///
/// `@unchecked Sendable`: the pointer never changes, and OpenSSL guards the lazy caches inside by its own lock.
@safe
final class CertificateHandle: @unchecked Sendable {
    private let certificate: OpaquePointer

    /// Reads one certificate in DER; nil for other bytes, and when anything follows it.
    init?(der: [UInt8]) {
        guard DER.isWhole(der) else { return nil }
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
        try unsafe DistinguishedName.text(of: X509_get_issuer_name(certificate))
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
        return unsafe CertificateHandle.digits(of: identifier)
    }

    /// The period of validity; nil when a time cannot be read.
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

    /// Whether this certificate names `issuer` as its issuer.
    func names(issuer: CertificateHandle) -> Bool {
        unsafe X509_NAME_cmp(X509_get_issuer_name(certificate), X509_get_subject_name(issuer.certificate)) == 0
    }

    /// An object identifier in digits with dots.
    static func digits(of identifier: OpaquePointer?) -> String {
        let count = unsafe OBJ_obj2txt(nil, 0, identifier, 1)
        var buffer = [CChar](repeating: 0, count: Int(max(0, count)) + 1)
        guard unsafe OBJ_obj2txt(&buffer, Int32(buffer.count), identifier, 1) > 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func date(_ time: UnsafePointer<ASN1_TIME>?) -> Date? {
        var parts = unsafe tm()
        guard let time = unsafe time, unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return unsafe Date(timeIntervalSince1970: TimeInterval(timegm(&parts)))
    }
}
