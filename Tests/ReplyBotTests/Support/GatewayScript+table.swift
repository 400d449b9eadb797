import AlipaySimulator

/// The answers of the platform, and of whoever stands between, that the tests try.
extension GatewayScript {
    /// The platform speaks, and says no.
    static let refusals: [GatewayScript] = [
        .refusal(status: 500, code: "SYSTEM_ERROR"),
        .unsignedRefusal(status: 500, code: "SYSTEM_ERROR"),
        .refusal(status: 400, code: "app-call-limited"),
        .refusal(status: 400, code: "MSG_SINGLE_SD_OVER"),
        .refusal(status: 400, code: "MSG_SD_NOBEHAVIOR"),
        .refusal(status: 400, code: "MSG_SD_OVER_TIME"),
        .refusal(status: 400, code: "code-of-next-year"),
        .refusal(status: 400, code: "invalid-signature"),
        .unsignedRefusal(status: 400, code: "invalid-signature"),
        GatewayScript("500, signed by a stranger", takesMessage: false, status: 500) {
            $0.body = .refusal(code: "SYSTEM_ERROR")
            $0.signature = .stranger
        },
    ]

    /// Somebody between us and the platform speaks.
    static let proxies: [GatewayScript] = [
        .html(status: 403),
        .html(status: 502),
        .html(status: 504),
        GatewayScript("503 with Retry-After", takesMessage: false, status: 503) {
            $0.headers = [Header(name: "retry-after", value: "7")]
            $0.body = .text("")
            $0.signature = .missing
        },
        GatewayScript("429 with Retry-After", takesMessage: false, status: 429) {
            $0.headers = [Header(name: "retry-after", value: "30")]
            $0.body = .text("slow down")
            $0.signature = .missing
        },
        GatewayScript("302 elsewhere", takesMessage: false, status: 302) {
            $0.headers = [Header(name: "location", value: "http://127.0.0.1:1/elsewhere")]
            $0.body = .text("")
            $0.signature = .missing
        },
        GatewayScript("200 of a captive portal", takesMessage: false) {
            $0.body = .text("<html>Please log in</html>")
            $0.signature = .missing
        },
        GatewayScript("500 without an end", takesMessage: false, status: 500) {
            $0.body = .filler(1 << 30)
            $0.signature = .missing
        },
    ]

    /// The message was taken, and the answer does not prove it.
    static let doubtfulSuccesses: [GatewayScript] = [
        .unsignedSuccess,
        .foreignSuccess,
        GatewayScript("success, empty and unsigned", takesMessage: true) {
            $0.body = .text("")
            $0.signature = .missing
        },
        GatewayScript("success, garbage and unsigned", takesMessage: true) {
            $0.body = .text("\u{FFFD}\u{0}}{")
            $0.signature = .missing
        },
        GatewayScript("success without an end", takesMessage: true) {
            $0.body = .filler(1 << 30)
            $0.signature = .missing
        },
    ]

    /// Odd, and yet the platform's own word that the message was taken.
    static let oddSuccesses: [GatewayScript] = [
        GatewayScript("success, empty and signed", takesMessage: true) { $0.body = .text("") },
        GatewayScript("success, signed an hour ago", takesMessage: true) { $0.signature = .stale },
    ]

    /// The connection fails after the request was read, so nobody knows whether the message was taken.
    static let brokenConnections: [GatewayScript] = [true, false]
        .flatMap { taken in
            [
                ("closed without an answer", Transmission.cut(after: 0, resets: false)),
                ("reset without an answer", .cut(after: 0, resets: true)),
                ("reset in the status line", .cut(after: 5, resets: true)),
                ("reset in the head", .cut(after: 40, resets: true)),
                ("closed before the last byte", .truncated(missing: 1)),
                ("something else than HTTP", .bare),
                ("dripping", .drip(bytesPerSecond: 1)),
                ("silent", .withheld),
            ]
            .map { name, transmission in
                GatewayScript("\(name), \(taken ? "taken" : "not taken")", takesMessage: taken) {
                    $0.transmission = transmission
                }
            }
        }

    /// All of them.
    static let all = refusals + proxies + doubtfulSuccesses + oddSuccesses + brokenConnections
}

extension GatewayScript {
    /// A refusal with a code of the platform, signed.
    static func refusal(status: Int, code: String) -> GatewayScript {
        GatewayScript("\(status) \(code)", takesMessage: false, status: status) { $0.body = .refusal(code: code) }
    }

    /// The same without a signature.
    static func unsignedRefusal(status: Int, code: String) -> GatewayScript {
        GatewayScript("\(status) \(code), unsigned", takesMessage: false, status: status) {
            $0.body = .refusal(code: code)
            $0.signature = .missing
        }
    }

    /// A page of a proxy.
    static func html(status: Int) -> GatewayScript {
        GatewayScript("\(status) of a proxy", takesMessage: false, status: status) {
            $0.body = .text("<html>Bad Gateway</html>")
            $0.signature = .missing
        }
    }

    /// The message is accepted, but the answer has no signature.
    static var unsignedSuccess: GatewayScript {
        GatewayScript("success, unsigned", takesMessage: true) { $0.signature = .missing }
    }

    /// The message is accepted, but the answer is signed by a stranger.
    static var foreignSuccess: GatewayScript {
        GatewayScript("success, signed by a stranger", takesMessage: true) { $0.signature = .stranger }
    }
}
