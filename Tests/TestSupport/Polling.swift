/// Returns once a condition holds that others bring about.
///
/// Nothing depends on the pause, which only leaves the processor to the others.
///
/// - Parameter isMet: the condition.
/// - Throws: `CancellationError` when the test's time is over, or the error of `isMet`.
package func until(_ isMet: () async throws -> Bool) async throws {
    while try await !isMet() {
        try Task.checkCancellation()
        try await Task.sleep(for: .milliseconds(1))
    }
}
