internal import Foundation

extension OpenAPIRefusal {
    /// Reads the body of a non-2xx answer as far as it can be read.
    init(_ response: OpenAPIResponse, isAuthenticated: Bool) {
        let body = try? JSONDecoder().decode(Body.self, from: Data(response.body))
        self.init(
            status: response.status,
            code: body?.code.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: ", ")) },
            message: body?.message,
            links: body?.links ?? [],
            traceID: response.traceID,
            isAuthenticated: isAuthenticated,
            retryAfter: response.header("retry-after").flatMap(Int.init).map { max(0, $0) }
        )
    }

    /// `links` is an array in live answers and a string in one SDK: both are read, anything else is left out.
    private struct Body: Decodable {
        let code: String?
        let message: String?
        let links: [Link]

        enum CodingKeys: String, CodingKey {
            case code
            case message
            case links
        }

        private struct WireLink: Decodable {
            let link: String
            let desc: String?
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            code = try? container.decode(String.self, forKey: .code)
            message = try? container.decode(String.self, forKey: .message)
            if let links = try? container.decode([WireLink].self, forKey: .links) {
                self.links = links.map { Link(link: $0.link, description: $0.desc) }
            } else if let link = try? container.decode(String.self, forKey: .links) {
                links = [Link(link: link, description: nil)]
            } else {
                links = []
            }
        }
    }
}
