extension StoreError {
    /// Whether the file or its disk is at fault, and not the one write that met it.
    var isOfTheFile: Bool { gravity >= 1 }

    /// Whether the handle that met this must not be used again: what it says of later flushes proves nothing.
    var spoilsHandle: Bool { gravity >= 3 }

    /// How bad it is; 0 also for what is no trouble of the store.
    var gravity: Int {
        switch self {
        case .busy: 1
        case .full: 2
        case .failed, .cannotOpen: 3
        case .corrupt: 4
        default: 0
        }
    }
}
