internal import Foundation
internal import Logging
internal import ReplyStore
internal import RuleEngine

/// Reads the rules again, and puts them in use if they are without errors.
struct RuleReloader: Sendable {
    let path: String
    let rules: RuleRing
    let clock: any BotClock
    let logger: Logger
    var metrics = BotMetrics()
    /// Whether other rules are noticed and not put in use.
    var onlyLooks = false

    /// What reading again came to.
    private enum Reading: Sendable {
        /// The files hold what is in use.
        case same
        case compiled(LoadedRules, checksum: String)
    }

    /// Reads, compiles aside and replaces; whatever is wrong, the old rules stay in use.
    func reload() async {
        do {
            switch try await read() {
            case .same: noteSame()
            case .compiled(let loaded, _) where onlyLooks: noteDifferent(loaded)
            case .compiled(let loaded, let checksum): use(loaded, checksum)
            }
        } catch let failure as CommandFailure {
            refuse(failure.sentences)
        } catch {
            refuse([Phrase("读取规则失败:\(error)", "the rules cannot be read: \(error)")])
        }
    }

    /// Compiling takes a while, and the threads that answer Alipay are few: it has one of its own.
    private func read() async throws -> Reading {
        let (running, now) = (rules.current.checksum, clock.now())
        return try await runBlocking { [path] in
            let content = try RuleContent(path: path)
            guard content.checksum != running else { return .same }
            return .compiled(LoadedRules(content, now: now), checksum: content.checksum)
        }
    }

    private func noteSame() {
        metrics.reloaded(.rules, .same)
        guard rules.noteSame() else { return }
        logger.notice("the rule files hold the rules in use again")
    }

    private func use(_ loaded: LoadedRules, _ checksum: String) {
        loaded.logFindings(to: logger)
        guard let ruleSet = loaded.result.ruleSet else { return refuse([]) }
        metrics.reloaded(.rules, .used)
        let running = rules.replace(with: ruleSet, checksum: checksum, at: clock.now())
        logger.notice(
            "rules were read again",
            metadata: [
                "generation": "\(running.generation)", "rules": "\(ruleSet.rules.count)",
                "checksum": "\(running.shortChecksum ?? "")",
            ]
        )
    }

    private func noteDifferent(_ loaded: LoadedRules) {
        rules.noteDifferent(at: clock.now())
        guard loaded.result.ruleSet == nil else {
            logger.notice("the rule files have changed; a restart or SIGHUP puts them in use")
            return
        }
        loaded.logFindings(to: logger)
        logger.error("the rule files have changed, and cannot be used")
    }

    private func refuse(_ reasons: [Phrase]) {
        metrics.reloaded(.rules, .refused)
        rules.noteDifferent(at: clock.now())
        for reason in reasons { logger.error("rule files", metadata: ["reason": "\(reason[.current])"]) }
        logger.error("the old rules stay in use", metadata: ["generation": "\(rules.current.generation)"])
    }
}
