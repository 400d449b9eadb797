public import Foundation

/// The certificates of one file, in file order; a leaf file usually holds its issuer too.
public struct CertificateFile: Sendable {
    /// All certificates, never empty.
    public let certificates: [Certificate]
    /// The first one.
    public let leaf: Certificate

    /// Reads a file of certificates; lines may have any length, text between the certificates is ignored.
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

    /// The SN of a root file: those of its RSA-signed certificates, joined (PROTOCOL 2.5); empty when it has none.
    public var rootSerial: String {
        certificates.filter(\.isSignedWithRSA).map(\.serial).joined(separator: "_")
    }

    /// Whether the leaf leads to one of `roots`: each certificate signed by the next, all inside their validity.
    ///
    /// - Parameters:
    ///   - roots: the platform's root file.
    ///   - date: the moment at which all certificates must hold.
    /// - Returns: whether it does.
    public func isTrusted(by roots: CertificateFile, at date: Date) -> Bool {
        chain(to: roots, at: date) != nil
    }

    /// How the leaf leads to one of `roots`; nil when it does not.
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

extension Certificate {
    /// Whether `other` is named as the issuer and really signed this certificate.
    func isIssued(by other: Certificate) -> Bool {
        handle.names(issuer: other.handle) && handle.isSigned(by: other.handle)
    }
}
