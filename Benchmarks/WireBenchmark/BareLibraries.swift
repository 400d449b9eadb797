import AlipayClient
import Foundation
import WirePeer

/// libcrypto and libxml2, called from C, on the same message and with keys of the same size.
@safe
final class BareLibraries {
    private let peer: OpaquePointer
    private let workload: WireWorkload

    init(_ workload: WireWorkload) throws {
        self.workload = workload
        let pem = try workload.platformKey.exportedPEM()
        let base64 = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        let der = [UInt8](Data(base64Encoded: base64) ?? Data())
        guard let peer = unsafe wire_peer_make(der, der.count) else { throw StepFailed(name: "preparing OpenSSL") }
        unsafe self.peer = peer
    }

    deinit {
        unsafe wire_peer_free(peer)
    }

    /// The steps that the libraries have too.
    var steps: [WireStep] {
        let (message, signature) = (workload.message, workload.signature)
        let document = workload.document.map { CChar(bitPattern: $0) }
        return [
            step("bare verify", times: 200) { [self] times in
                unsafe wire_peer_verify(peer, signature, signature.count, message, message.count, times)
            },
            step("bare verify anew", times: 200) { [self] times in
                unsafe wire_peer_verify_anew(peer, signature, signature.count, message, message.count, times)
            },
            step("bare sign", times: 20) { [self] times in
                unsafe wire_peer_sign(peer, message, message.count, times)
            },
            step("bare parse", times: 500) { times in
                unsafe wire_peer_parse(document, document.count, times)
            },
        ]
    }

    private func step(_ name: String, times: Int, run: @escaping (Int) -> Int) -> WireStep {
        WireStep(name: name, times: times) { times in
            guard run(times) == times else { throw StepFailed(name: name) }
        }
    }
}
