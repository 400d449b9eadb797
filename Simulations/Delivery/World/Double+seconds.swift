extension Double {
    /// A duration in seconds.
    static func seconds(_ duration: Duration) -> Double {
        duration / .seconds(1)
    }
}
