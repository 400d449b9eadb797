package import AlipayClient
package import Foundation
internal import Glibc
internal import Synchronization
internal import WirePeer

/// A bare loop on a thread of its own, which takes a sample now and then while the load runs.
private final class Sampler<Sample: Sendable>: Sendable {
    private let state = Mutex((samples: [Sample](), isStopping: false))

    /// Samples until `stop`, with a pause after each; `take` and what it holds stay on the thread.
    func start(every pause: TimeInterval, _ make: @escaping @Sendable () throws -> () throws -> Sample) {
        let thread = Thread { [self] in
            do {
                let take = try make()
                while !state.withLock({ $0.isStopping }) {
                    let sample = try take()
                    state.withLock { $0.samples.append(sample) }
                    Thread.sleep(forTimeInterval: pause)
                }
            } catch {
                FileHandle.standardError.write(Data("a bare loop ended: \(error)\n".utf8))
            }
        }
        thread.start()
    }

    func stop() -> [Sample] {
        state.withLock { state in
            state.isStopping = true
            return state.samples
        }
    }
}

/// The CPU time of RSA operations by libcrypto alone, under the load of the moment.
package final class SignatureProbe: Sendable {
    /// Medians in seconds.
    package struct Times: Sendable {
        package let sign: Double
        package let verify: Double
        package let samples: Int

        /// What an acknowledgement without a reply cannot do without.
        package var acknowledgement: Double { sign + verify }
    }

    private let sampler = Sampler<(sign: Double, verify: Double)>()
    private let key: SigningKey

    package init(_ key: SigningKey) {
        self.key = key
    }

    package func start() {
        sampler.start(every: 0.04) { [key] in
            let bare = try BareSignatures(key)
            return { try bare.sample() }
        }
    }

    package func stop() -> Times {
        let samples = sampler.stop()
        return Times(
            sign: samples.map(\.sign).percentile(0.5),
            verify: samples.map(\.verify).percentile(0.5),
            samples: samples.count
        )
    }
}

/// libcrypto, called from C, with a prepared context of each kind.
@safe
private final class BareSignatures {
    private static let message = [UInt8](repeating: 0x61, count: 800)

    private let peer: OpaquePointer
    private let signature: [UInt8]

    init(_ key: SigningKey) throws {
        let base64 = try key.exportedPEM().split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        let der = [UInt8](Data(base64Encoded: base64) ?? Data())
        guard let peer = unsafe wire_peer_make(der, der.count) else { throw LoadFailure("libcrypto refuses the key") }
        unsafe self.peer = peer
        signature = try key.sign(Self.message)
    }

    deinit {
        unsafe wire_peer_free(peer)
    }

    /// Seconds of CPU of a signature and of a verification, each after one that warms the caches up.
    func sample() throws -> (sign: Double, verify: Double) {
        let message = Self.message
        let sign = try time(4) { unsafe wire_peer_sign(peer, message, message.count, $0) }
        let verify = try time(16) {
            unsafe wire_peer_verify(peer, signature, signature.count, message, message.count, $0)
        }
        return (sign, verify)
    }

    private func time(_ times: Int, _ run: (Int) -> Int) throws -> Double {
        guard run(1) == 1 else { throw LoadFailure("libcrypto failed") }
        let start = Self.cpu
        guard run(times) == times else { throw LoadFailure("libcrypto failed") }
        return (Self.cpu - start) / Double(times)
    }

    private static var cpu: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// The time of a small append with `fdatasync`, in the folder of the bot's database.
package final class FlushProbe: Sendable {
    private static let page = Data(repeating: 0x61, count: 4_096)

    private let sampler = Sampler<Double>()
    private let folder: URL

    package init(in folder: URL) {
        self.folder = folder
    }

    package func start() {
        sampler.start(every: 0.02) { [folder] in
            let path = folder.appending(path: "flushes")
            try Data().write(to: path)
            let file = try FileHandle(forWritingTo: path)
            return {
                let start = ContinuousClock.now
                try file.write(contentsOf: Self.page)
                guard fdatasync(file.fileDescriptor) == 0 else { throw LoadFailure("fdatasync failed") }
                return (ContinuousClock.now - start) / .seconds(1)
            }
        }
    }

    /// Stops; returns seconds.
    package func stop() -> [Double] { sampler.stop() }
}

extension [Double] {
    /// A percentile; infinity when there is none.
    package func percentile(_ part: Double) -> Double {
        guard !isEmpty else { return .infinity }
        return sorted()[Swift.min(count - 1, Int(Double(count) * part))]
    }
}

/// What an acknowledgement may take, by the bare loops of the same run.
package enum LatencyLimit {
    /// Seconds for the 99th percentile: one and a half flushes and five signatures.
    package static func percentile99(flushes: [Double], signature: Double) -> Double {
        1.5 * flushes.percentile(0.99) + 5 * signature
    }
}
