internal import Foundation

/// The unix socket beside a database through which a running server is asked.
///
/// Only the server's own user can reach it: it is bound in a folder that nobody else can enter, gets its mode there, and
/// is then moved to its place. The lock of the store sees to it that there is one server.
struct ControlSocket: Sendable {
    /// The longest path that the kernel takes, in bytes.
    static let longestPath = 107

    /// Where it is at last.
    let path: String

    /// The socket that belongs to a database.
    init(database: String) {
        path = database + ".sock"
    }

    /// Where it is bound.
    var nursery: String { folder + "/s" }

    private var folder: String { path + ".new" }

    /// Whether the kernel takes both paths.
    var isShortEnough: Bool { nursery.utf8.count <= ControlSocket.longestPath }

    /// Makes the folder in which it is bound.
    func prepare() throws {
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
    }

    /// Moves it to its place, over one that a crash left there.
    func publish() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: nursery)
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: nursery, toPath: path)
        try FileManager.default.removeItem(atPath: folder)
    }

    /// Takes it away.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
        try? FileManager.default.removeItem(atPath: folder)
    }
}
