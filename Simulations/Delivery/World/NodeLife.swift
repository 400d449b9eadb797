/// One life of a node, from its start to its end.
struct NodeLife: Hashable {
    let node: Int
    let number: Int
}
