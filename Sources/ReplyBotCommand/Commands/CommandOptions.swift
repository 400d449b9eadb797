internal import ArgumentParser
internal import Foundation
internal import RuleEngine

/// The option that every command has.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            say("界面语言:zh 或 en(也可用环境变量 REPLYBOT_LANG)", "Language: zh or en (or REPLYBOT_LANG)"),
            valueName: "zh|en"
        )
    )
    var lang: String?

    func validate() throws {
        if let lang, OperatorLanguage(rawValue: lang) == nil {
            throw ValidationError(say("--lang 只能是 zh 或 en", "--lang must be zh or en"))
        }
        if let name = ProcessInfo.processInfo.environment["REPLYBOT_LANG"], !OperatorLanguage.isOne(name) {
            // Nobody knows in which language to say it.
            throw ValidationError("REPLYBOT_LANG 只能是 zh 或 en / REPLYBOT_LANG must be zh or en")
        }
    }

    /// Does the work of a command and turns failures into a sentence and an exit status.
    func run(_ work: () async throws -> ExitStatus) async throws {
        let status: ExitStatus
        do {
            status = try await work()
        } catch let failure as CommandFailure {
            Terminal.notice(failure.description)
            throw ExitCode(ExitStatus.unable.rawValue)
        } catch {
            Terminal.notice("\(say("错误", "error")): \(error)")
            throw ExitCode(ExitStatus.unable.rawValue)
        }
        if status != .clean { throw ExitCode(status.rawValue) }
    }
}

/// Where the configuration is.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            say("配置文件(默认 replybot.yaml,若存在)", "Configuration file (default: replybot.yaml, if it exists)"),
            valueName: "file"
        )
    )
    var config: String?

    @Option(
        help: ArgumentHelp(
            say("规则文件或目录,覆盖 rules.path", "Rule file or folder, in place of rules.path"),
            valueName: "path"
        )
    )
    var rules: String?

    /// Where settings come from; `flags` are added to those above.
    func source(flags: [Setting: String?] = [:]) -> ConfigurationSource {
        var all = flags.compactMapValues(\.self)
        all[.rulesPath] = rules
        return ConfigurationSource(path: config, flags: all, environment: ProcessInfo.processInfo.environment)
    }
}
