internal import AlipayClient
internal import Foundation
internal import RuleEngine

/// A key that is given as a text under `name`, or as a file under `name_file`.
struct KeySource {
    private let name: String
    private let meaning: Phrase
    private let isSecret: Bool

    init(_ name: String, _ meaning: Phrase, isSecret: Bool) {
        self.name = name
        self.meaning = meaning
        self.isSecret = isSecret
    }

    /// Reads and parses the key; nil, with a problem in the reader, when it cannot be had.
    func read<Key>(_ reader: inout ConfigurationReader, parse: (String) throws(KeyError) -> Key) -> Key? {
        guard let (place, text) = text(&reader) else { return nil }
        do {
            return try parse(text)
        } catch {
            reader.report(
                Phrase(
                    "\(place) 不能用作\(meaning.chinese):\(error.phrase.chinese)",
                    "\(place) cannot be \(meaning.english): \(error.phrase.english)"
                )
            )
            return nil
        }
    }

    private func text(_ reader: inout ConfigurationReader) -> (place: String, text: String)? {
        switch (reader.text(name, isSecret: isSecret), reader.text("\(name)_file")) {
        case (let text?, nil):
            return (name, text)
        case (nil, let path?):
            if isSecret { PrivateFileCheck.check(path, key: "\(name)_file", &reader) }
            return TextFile.read(path, key: "\(name)_file", &reader).map { ("\(name)_file(\(path))", $0) }
        case (nil, nil):
            _ = reader.required("\(name)_file", meaning)
            return nil
        case (_?, _?):
            reader.report(
                Phrase(
                    "\(name) 与 \(name)_file 只能写一个:删掉其中之一",
                    "at most one of \(name) and \(name)_file may be set: remove one"
                )
            )
            return nil
        }
    }
}

/// Reads small text files that settings name.
enum TextFile {
    /// The content; nil, with a problem in the reader, when it cannot be read.
    static func read(_ path: String, key: String, _ reader: inout ConfigurationReader) -> String? {
        if let data = FileManager.default.contents(atPath: path), data.count < 1_024 * 1_024 {
            return String(decoding: data, as: UTF8.self)
        }
        reader.report(
            Phrase(
                "读不到 \(key) 指定的文件 \(path):检查路径(相对于当前目录)和权限",
                "cannot read the file \(path) of \(key): check the path (relative to the current folder) and its mode"
            )
        )
        return nil
    }
}
