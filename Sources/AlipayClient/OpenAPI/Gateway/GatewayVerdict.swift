/// What every node of the old gateway says of the call (PROTOCOL 2.8).
struct GatewayVerdict: Decodable {
    let code: String?
    let message: String?
    let subcode: String?
    let submessage: String?

    enum CodingKeys: String, CodingKey {
        case code
        case message = "msg"
        case subcode = "sub_code"
        case submessage = "sub_msg"
    }

    var isSuccess: Bool { code == "10000" && (subcode ?? "").isEmpty }

    /// The code of the v3 API: the old one names the party at fault before it.
    var platformCode: String? {
        guard let subcode, !subcode.isEmpty else { return code }
        let prefix = ["isv.", "isp.", "aop."].first { subcode.hasPrefix($0) }
        return String(subcode.dropFirst(prefix?.count ?? 0))
    }
}

extension OpenAPIRefusal {
    /// A refusal in an answer whose status is 200; the first digit of its code says whose fault it is.
    init(_ verdict: GatewayVerdict, _ response: OpenAPIResponse, isAuthenticated: Bool) {
        // 20000: the service is not available.
        let isTheirs = verdict.code == "20000"
        self.init(
            status: isTheirs ? 503 : 400,
            code: verdict.platformCode,
            message: verdict.submessage ?? verdict.message,
            links: [],
            traceID: response.traceID,
            isAuthenticated: isAuthenticated
        )
    }
}
