/// A time in which a person talks to a follower.
struct Handoff {
    let from: Double
    var until: Double
}
