extension Optional where Wrapped == SigningExecutor {
    /// Signs a call on the executor; without one, here.
    func sign(
        _ work: @escaping @Sendable () throws(CryptoError) -> SignedOpenAPIRequest
    ) async throws(OpenAPIError) -> SignedOpenAPIRequest {
        do throws(any Error) {
            guard let self else { return try work() }
            return try await self.run { try work() }
        } catch is SigningExecutor.Overloaded {
            throw .notConnected("too much waits for a signature")
        } catch let error as CryptoError {
            throw .signingFailed(error.description)
        } catch {
            throw .signingFailed("\(type(of: error))")
        }
    }
}
