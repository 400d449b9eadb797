import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct PlatformCodeTests {
    @Test func `the table has every code of the protocol once, and no other`() {
        let codes = PlatformCode.all.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.sorted() == FailureClassTable.rows.map(\.code).sorted())
    }

    @Test(arguments: FailureClassTable.rows)
    func `a code has its class`(_ code: String, _ expected: FailureClass) {
        #expect(PlatformCode.named(code)?.failureClass == expected)
    }

    /// "Once" in the protocol is one repetition: the second attempt is the last.
    @Test(arguments: [("decryption-error-unknown", 2), ("illegal-timestamp", 2), ("invalid-timestamp", 2)])
    func `a failure that may be repeated once says so`(_ code: String, _ attempts: Int) {
        #expect(PlatformCode.named(code)?.attempts == attempts)
        #expect(PlatformCode.all.count { $0.attempts != nil } == 3)
    }

    @Test(arguments: ["", "SYSTEM_ERROR ", "system_error", "app-key-security-risk,", "isv.invalid-signature"])
    func `a code is compared exactly`(_ code: String) {
        #expect(PlatformCode.named(code) == nil)
    }
}
