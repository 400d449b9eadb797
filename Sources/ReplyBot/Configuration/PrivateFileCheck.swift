internal import Foundation
internal import RuleEngine

/// Looks whether anybody but its owner can get at a file with a key (RELIABILITY T18).
enum PrivateFileCheck {
    /// Warns of a mode that lets others in; a file that cannot be looked at is the reader's concern.
    static func check(_ path: String, _ setting: Setting, _ reader: inout ConfigurationReader) {
        guard let mode = mode(path), mode & 0o077 != 0 else { return }
        let octal = "0" + String(mode, radix: 8)
        let key = setting.rawValue
        reader.warn(
            setting,
            LocalizedText(
                "\(key)（\(path)）的权限是 \(octal)，其他用户也能使用这把私钥：运行 chmod 600 \(path)",
                "\(key) (\(path)) has mode \(octal), so other users can get at the key: run chmod 600 \(path)"
            )
        )
    }

    /// The permissions of the file that the path leads to, through links.
    private static func mode(_ path: String) -> Int? {
        let file = URL(filePath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        return (attributes?[.posixPermissions] as? Int).map { $0 & 0o777 }
    }
}
