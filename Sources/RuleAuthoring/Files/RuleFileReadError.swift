package import OperatorText
import RuleEngine

/// The reason why rule files could not be read from disk.
package struct RuleFileReadError: Error, Sendable {
    /// The path that could not be read.
    package let path: String
    /// The problem, without the path.
    package let message: LocalizedText
    /// The remedy.
    package let help: LocalizedText

    private init(_ path: String, message: LocalizedText, help: LocalizedText) {
        self.path = path
        self.message = message
        self.help = help
    }

    /// The message: path, reason and remedy.
    package func text(_ language: OperatorLanguage) -> String {
        switch language {
        case .chinese: "\(path)：\(message.chinese)。\(help.chinese)"
        case .english: "\(path): \(message.english). \(help.english)"
        }
    }
}

extension RuleFileReadError {
    static func missing(_ path: String) -> RuleFileReadError {
        RuleFileReadError(
            path,
            message: LocalizedText("没有这个文件或目录", "There is no such file or directory"),
            help: LocalizedText("检查路径；默认是 ./rules", "Check the path; the default is ./rules")
        )
    }

    static func unreadable(_ path: String) -> RuleFileReadError {
        RuleFileReadError(
            path,
            message: LocalizedText("无法读取", "It cannot be read"),
            help: LocalizedText("检查文件权限", "Check the file's permissions")
        )
    }

    static func notRegular(_ path: String) -> RuleFileReadError {
        RuleFileReadError(
            path,
            message: LocalizedText("不是普通文件", "It is not a regular file"),
            help: LocalizedText("规则文件不能是管道、设备或失效的链接", "A rule file cannot be a pipe, a device or a broken link")
        )
    }

    static func escape(_ path: String) -> RuleFileReadError {
        RuleFileReadError(
            path,
            message: LocalizedText("链接指向规则目录之外", "The link leads out of the rule directory"),
            help: LocalizedText("把文件放进规则目录", "Put the file itself into the rule directory")
        )
    }

    static func empty(_ path: String, kind: RuleFileReader.Kind) -> RuleFileReadError {
        let names = kind == .rules ? ["*.yaml", "*.yml"] : ["*_test.yaml", "*_test.yml"]
        return RuleFileReadError(
            path,
            message: LocalizedText(
                "目录里没有要读的文件（\(names.joined(separator: "、"))）",
                "The directory holds no file to read (\(names.joined(separator: ", ")))"
            ),
            help: LocalizedText("检查路径，或先写一个文件", "Check the path, or write a file first")
        )
    }

    static func tooDeep(_ path: String) -> RuleFileReadError {
        RuleFileReadError(
            path,
            message: LocalizedText(
                "目录嵌套超过 \(RuleFileReader.depthLimit) 层",
                "Directories nested more than \(RuleFileReader.depthLimit) deep"
            ),
            help: LocalizedText("检查有没有绕成圈的链接", "Look for a link that leads back to where it stands")
        )
    }

    static func tooManyFiles(_ path: String) -> RuleFileReadError {
        RuleFileReadError(
            path,
            message: LocalizedText(
                "规则文件超过 \(RuleFileReader.fileLimit) 个",
                "More than \(RuleFileReader.fileLimit) rule files"
            ),
            help: LocalizedText("检查路径是否指向了正确的目录", "Check that the path names the right directory")
        )
    }

    static func tooManyBytes(_ path: String) -> RuleFileReadError {
        RuleFileReadError(
            path,
            message: LocalizedText("规则文件合计超过 16 MiB", "The rule files are larger than 16 MiB together"),
            help: LocalizedText("检查路径是否指向了正确的文件", "Check that the path names the right file")
        )
    }
}
