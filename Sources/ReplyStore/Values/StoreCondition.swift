public import Foundation

/// Whether events can be kept now.
public enum StoreCondition: Sendable, Hashable {
    /// They can.
    case working
    /// They cannot, for this reason, since that time.
    case failing(StoreError, since: Date)
}
