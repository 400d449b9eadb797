/// A key of a mapping with its value.
struct DocumentEntry {
    let key: DocumentScalar
    let value: DocumentNode
}
