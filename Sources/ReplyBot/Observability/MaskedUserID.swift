/// A follower's id as logs show it: `2088****0099`, never the whole.
struct MaskedUserID: CustomStringConvertible {
    private let userID: String

    init(_ userID: String) {
        self.userID = userID
    }

    var description: String {
        userID.count >= 12 ? "\(userID.prefix(4))****\(userID.suffix(4))" : "****"
    }
}
