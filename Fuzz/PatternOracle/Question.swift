/// A pattern and the texts to match it with.
struct Question: Decodable {
    let pattern: String
    let texts: [String]
}
