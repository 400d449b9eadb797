internal import ReplyStore

extension StoreError {
    /// Whether the same call may succeed a moment later.
    var isPassing: Bool {
        switch self {
        case .busy, .full, .overloaded, .slow, .failed, .cannotOpen: true
        default: false
        }
    }
}
