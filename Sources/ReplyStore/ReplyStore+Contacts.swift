extension ReplyStore {
    /// What is kept of a follower; nil when no event of theirs was recorded.
    public func contact(appID: String, userID: String) async throws -> Contact? {
        try await read { try $0.contact(appID: appID, userID: userID) }
    }
}
