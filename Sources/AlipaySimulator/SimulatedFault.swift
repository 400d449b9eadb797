/// What the simulated API does wrong, on request.
public enum SimulatedFault: Sendable, Hashable {
    /// A refusal with a code of the platform, signed.
    case refusal(status: Int, code: String)
    /// The same without a signature.
    case unsignedRefusal(status: Int, code: String)
    /// A page of a proxy.
    case html(status: Int)
    /// The message is accepted, but the answer has no signature.
    case unsignedSuccess
    /// The message is accepted, but the answer is signed by a stranger.
    case foreignSuccess
}
