import Synchronization

@testable import AlipayClient

/// A transport that records requests and returns a given answer.
final class RecordingTransport: OpenAPITransport {
    private let sent = Mutex<[SignedOpenAPIRequest]>([])
    private let answer: Result<OpenAPIResponse, OpenAPIError>

    init(_ answer: Result<OpenAPIResponse, OpenAPIError>) {
        self.answer = answer
    }

    var requests: [SignedOpenAPIRequest] { sent.withLock(\.self) }

    func send(_ request: SignedOpenAPIRequest) async throws(OpenAPIError) -> OpenAPIResponse {
        sent.withLock { $0.append(request) }
        return try answer.get()
    }
}
