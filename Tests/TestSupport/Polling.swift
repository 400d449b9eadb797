/// Returns once something that others bring about has come true.
///
/// How long that takes decides nothing; the pause only leaves the processor to the others.
///
/// - Parameter isMet: is asked again and again.
/// - Throws: `CancellationError` when the test's time is over, or what `isMet` throws.
package func until(_ isMet: () async throws -> Bool) async throws {
    while try await !isMet() {
        try Task.checkCancellation()
        try await Task.sleep(for: .milliseconds(1))
    }
}
