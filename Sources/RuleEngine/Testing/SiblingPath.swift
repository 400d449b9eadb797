/// Paths that a file names relative to its own folder.
struct SiblingPath {
    private let folder: String

    init(of file: String) {
        folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    }

    /// The path to a file or folder; one that begins with `/` stays as it is.
    func path(to name: String) -> String {
        if name.hasPrefix("/") { return name }
        if name == "." { return folder.isEmpty ? "." : folder }
        return folder + (name.hasPrefix("./") ? String(name.dropFirst(2)) : name)
    }
}
