internal import Foundation

/// The follower as Alipay shows them to others, masked; JSON that may be pretty-printed (PROTOCOL 1.5).
struct UserInfo: Decodable {
    let userName: String?
    let loginID: String?

    enum CodingKeys: String, CodingKey {
        case userName = "user_name"
        case loginID = "logon_id"
    }

    /// Reads the JSON; nil when it cannot be read.
    init?(json: String) {
        guard let read = try? JSONDecoder().decode(UserInfo.self, from: Data(json.utf8)) else { return nil }
        self = read
    }
}
