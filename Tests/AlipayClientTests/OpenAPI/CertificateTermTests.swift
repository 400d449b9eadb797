import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// Several certificates at once, one of which ends (PROTOCOL 2.3).
@Suite(.timeLimit(.minutes(5)), .watched)
struct CertificateTermTests {
    private static let current = "alipayCertPublicKey"
    private static let expired = "alipayCertPublicKey_expired"
    private static let expiredSerial = "1c3b68832f673178fbeb8f00579036ba"

    @Test(arguments: [[current, expired], [expired, current], [expired, current, expired]])
    func `an expired certificate beside a valid one is left out`(_ files: [String]) throws {
        let identity = try VectorCertificates.identity(alipay: files)
        let serial = try VectorCertificates.file(Self.current).leaf.serial
        #expect(identity.alipayKeys.map(\.serial) == [serial])
        #expect(identity.key(named: Self.expiredSerial) == nil)
        #expect(try identity.key(named: nil)?.base64() == VectorKeys.base64("alipay_platform.pub"))
        #expect(identity.terms.contains { $0.role == .alipay && $0.serial == Self.expiredSerial })
    }

    @Test func `a forged certificate beside a valid one is still refused`() {
        #expect(throws: CertificateError.self) {
            try VectorCertificates.identity(alipay: [Self.current, Self.expired, "forged_alipay"])
        }
    }

    @Test func `nothing but expired certificates is refused`() {
        #expect(throws: CertificateError.expired(serial: Self.expiredSerial)) {
            try VectorCertificates.identity(alipay: [Self.expired, Self.expired])
        }
    }

    /// The vectors have no chain of 1024 bits; requiring more than 2048 tests the same.
    @Test func `the size of Alipay's keys is asked for as that of others`() throws {
        let serial = try VectorCertificates.file(Self.current).leaf.serial
        #expect(throws: Never.self) { try VectorCertificates.identity(minimumBits: 2_048) }
        #expect(throws: CertificateError.unusableKey(serial: serial)) {
            try VectorCertificates.identity(minimumBits: 2_049)
        }
    }

    @Test func `every certificate in use has its term, the earliest end first`() throws {
        let terms = try VectorCertificates.identity(alipay: [Self.current, "alipayCertPublicKey_next"]).terms
        #expect(terms.map(\.validity.upperBound) == terms.map(\.validity.upperBound).sorted())
        #expect(Set(terms.map(\.serial)).count == terms.count)
        let roles = Dictionary(grouping: terms, by: \.role).mapValues(\.count)
        #expect(roles == [.application: 1, .alipay: 2, .intermediate: 1, .root: 1])
    }

    @Test(arguments: [(31.0, false), (29.9, true), (0.1, true), (-0.1, false)])
    func `a term ends soon in its last days, and not before or after`(_ days: Double, _ endsSoon: Bool) throws {
        let terms = try VectorCertificates.identity().terms
        let term = try #require(terms.first)
        let date = term.validity.upperBound.addingTimeInterval(-days * 86_400)
        #expect(term.ends(within: 30, of: date) == endsSoon)
    }
}
