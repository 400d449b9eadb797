internal import AlipayClient
internal import Foundation
internal import OperatorText
internal import RuleEngine

/// A key given as a text, or as a file under another setting.
struct KeySource {
    let text: Setting
    let file: Setting
    let meaning: LocalizedText

    /// Reads and parses the key; nil, with a problem in the reader, when that fails.
    func read<Key>(_ reader: inout ConfigurationReader, parse: (String) throws(KeyError) -> Key) -> Key? {
        guard let (setting, place, content) = content(&reader) else { return nil }
        do {
            return try parse(content)
        } catch {
            reader.report(
                setting,
                message: LocalizedText(
                    "\(place.chinese) 不能用作\(meaning.chinese)：\(error.phrase.chinese)",
                    "\(place.english) cannot be \(meaning.english): \(error.phrase.english)"
                )
            )
            return nil
        }
    }

    private func content(_ reader: inout ConfigurationReader) -> (Setting, LocalizedText, String)? {
        switch (reader.text(text), reader.path(file)) {
        case (let content?, nil):
            return (text, LocalizedText(verbatim: text.rawValue), content)
        case (nil, let path?):
            if text == .privateKey { PrivateFileCheck.check(path, of: file, to: &reader) }
            let place = LocalizedText("\(file.rawValue)（\(path)）", "\(file.rawValue) (\(path))")
            return TextFile.read(path, of: file, to: &reader).map { (file, place, $0) }
        case (nil, nil):
            reader.reportMissing(file, meaning: meaning)
            return nil
        case (_?, _?):
            reader.report(
                text,
                message: LocalizedText(
                    "\(text.rawValue) 与 \(file.rawValue) 只能写一个",
                    "at most one of \(text.rawValue) and \(file.rawValue) may be set"
                ),
                help: LocalizedText("删掉其中之一（文件和环境变量都要看）", "Remove one, in the file or in the environment"),
                code: "CF007"
            )
            return nil
        }
    }
}

/// Reads small text files that settings name.
enum TextFile {
    /// The content; nil, with a problem in the reader, when it cannot be read.
    static func read(_ path: String, of setting: Setting, to reader: inout ConfigurationReader) -> String? {
        if let data = FileManager.default.contents(atPath: path), data.count < 1_024 * 1_024 {
            return String(decoding: data, as: UTF8.self)
        }
        let shown = isPath(path) ? " \(path)" : ""
        reader.report(
            setting,
            message: LocalizedText(
                "读不到 \(setting.rawValue) 指定的文件\(shown)",
                "cannot read the file\(shown) of \(setting.rawValue)"
            ),
            help: LocalizedText(
                "检查路径和权限：配置文件里的相对路径从该文件所在目录算起；这里要写文件名，不是密钥本身",
                "Check path and mode: a relative path in the configuration file counts from its folder; the name of a "
                    + "file belongs here, not a key itself"
            )
        )
        return nil
    }

    /// Whether a text is certainly the name of a file and not a key, which must not be shown.
    ///
    /// Base64 has no dot, and the lines of a PEM text have spaces and line ends.
    private static func isPath(_ text: String) -> Bool {
        let name = text.split(separator: "/").last ?? ""
        return name.contains(".") && text.unicodeScalars.count <= 200
            && !text.unicodeScalars.contains { $0.properties.generalCategory == .control || $0 == " " }
    }
}

/// The files of certificate mode; an unreadable one is nil or missing, and a problem in the reader.
struct CertificateFiles {
    let application: CertificateFile?
    let alipay: [CertificateFile]
    let root: CertificateFile?

    init(_ reader: inout ConfigurationReader) {
        application = CertificateFiles.read(.appCertFile, from: &reader)
        root = CertificateFiles.read(.rootCertFile, from: &reader)
        var files: [CertificateFile] = []
        let paths = reader.paths(.certFiles)
        if paths.isEmpty { reader.reportMissing(.certFiles, meaning: CertificateError.noAlipayCertificate.phrase) }
        for path in paths {
            if let file = CertificateFiles.parse(path, of: .certFiles, to: &reader) { files.append(file) }
        }
        alipay = files
    }

    private static func read(_ setting: Setting, from reader: inout ConfigurationReader) -> CertificateFile? {
        guard let path = reader.path(setting) else {
            reader.reportMissing(setting, meaning: LocalizedText("证书文件", "a certificate file"))
            return nil
        }
        return parse(path, of: setting, to: &reader)
    }

    private static func parse(
        _ path: String,
        of setting: Setting,
        to reader: inout ConfigurationReader
    ) -> CertificateFile? {
        guard let text = TextFile.read(path, of: setting, to: &reader) else { return nil }
        do {
            return try CertificateFile(text)
        } catch {
            let key = setting.rawValue
            reader.report(
                setting,
                message: LocalizedText(
                    "\(key)（\(path)）：\(error.phrase.chinese)",
                    "\(key) (\(path)): \(error.phrase.english)"
                )
            )
            return nil
        }
    }
}

/// Checks that only its owner can read a file with a key (RELIABILITY T18).
enum PrivateFileCheck {
    /// Warns of a mode that gives others access; an unreadable file is reported elsewhere.
    static func check(_ path: String, of setting: Setting, to reader: inout ConfigurationReader) {
        guard let mode = mode(path), mode & 0o077 != 0 else { return }
        let octal = "0" + String(mode, radix: 8)
        let key = setting.rawValue
        reader.warn(
            setting,
            message: LocalizedText(
                "\(key)（\(path)）的权限是 \(octal)，其他用户也能使用这把私钥：运行 chmod 600 \(path)",
                "\(key) (\(path)) has mode \(octal), so other users can get at the key: run chmod 600 \(path)"
            )
        )
    }

    /// The permissions of the file behind all links.
    private static func mode(_ path: String) -> Int? {
        let file = URL(filePath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        return (attributes?[.posixPermissions] as? Int).map { $0 & 0o777 }
    }
}
