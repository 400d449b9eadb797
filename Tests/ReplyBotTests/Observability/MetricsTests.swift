import AlipayClient
import AlipaySimulator
import AsyncHTTPClient
import BotCore
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// The metrics and their exposition.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct MetricsTests {
    @Test func `a new bot shows every fixed series at zero, in Prometheus' format`() throws {
        let text = try PrometheusText(BotMetrics().exposition())
        #expect(text[#"replybot_requests_total{verdict="accepted"}"#] == 0)
        #expect(text[#"replybot_silences_total{reason="handoff"}"#] == 0)
        #expect(text[#"replybot_sends_total{code="none",outcome="sent"}"#] == 0)
        #expect(text["replybot_sending_paused"] == 0)
        #expect(text.types["replybot_requests_total"] == "counter")
    }

    @Test func `every metric has a name with its unit, a kind and one line of help`() {
        for metric in BotMetric.allCases {
            #expect(metric.rawValue.wholeMatch(of: /replybot_[a-z]+(_[a-z]+)*/) != nil)
            #expect(metric.rawValue.hasSuffix("_total") == (metric.family.kind == .counter))
            #expect(metric.family.bounds.isEmpty == (metric.family.kind != .histogram))
            #expect(metric.help.hasSuffix(".") && !metric.help.contains("\n"))
        }
    }

    @Test func `a character that a label cannot hold is escaped`() throws {
        let registry = MetricsRegistry([MetricFamily(name: "a", kind: .gauge, help: "One \\ two\nthree.")])
        let series = registry.makeMeter(label: "a", dimensions: [("z", "1"), ("rule", "退\\款\"\n,}")])
        try #require(series as? MetricSeries).set(1.5)
        let text = registry.exposition()
        #expect(text == "# HELP a One \\\\ two\\nthree.\n# TYPE a gauge\na{rule=\"退\\\\款\\\"\\n,}\",z=\"1\"} 1.5\n")
        #expect(try PrometheusText(text).samples.count == 1)
    }

    @Test func `the buckets of a histogram are cumulative and end with everything`() throws {
        let registry = MetricsRegistry([MetricFamily(name: "h", kind: .histogram, help: "H.", bounds: [1, 2.5])])
        let recorder = try #require(
            registry.makeRecorder(label: "h", dimensions: [], aggregate: true) as? MetricSeries
        )
        for number: Double in [0.5, 1, 2, 7] { recorder.record(number) }
        let text = try PrometheusText(registry.exposition())
        #expect(text[#"h_bucket{le="1"}"#] == 2)
        #expect(text[#"h_bucket{le="2.5"}"#] == 3)
        #expect(text[#"h_bucket{le="+Inf"}"#] == 4)
        #expect(text["h_count"] == 4)
        #expect(text["h_sum"] == 10.5)
    }

    @Test func `a metric has so many series and no more`() throws {
        let registry = MetricsRegistry([MetricFamily(name: "a", kind: .counter, help: "A.")])
        for index in 0..<(MetricsRegistry.seriesLimit + 10) {
            let series = registry.makeCounter(label: "a", dimensions: [("rule", "\(index)")])
            try #require(series as? MetricSeries).increment(by: Int64(1))
        }
        let first = registry.makeCounter(label: "a", dimensions: [("rule", "0")])
        try #require(first as? MetricSeries).increment(by: Int64(1))
        let text = try PrometheusText(registry.exposition())
        #expect(text.samples.count == MetricsRegistry.seriesLimit + 1)
        #expect(text[#"a{rule="other"}"#] == 10)
        #expect(text[#"a{rule="0"}"#] == 2)
    }

    @Test func `a code that nobody knows is no label, however many there are`() throws {
        let metrics = BotMetrics()
        for index in 0..<1_000 { metrics.settled(outcome: "dead", code: "made-up-\(index)") }
        for status in 100..<1_000 { metrics.settled(outcome: "dead", code: "http-\(status)") }
        metrics.settled(outcome: "dead", code: "MSG_SD_NOBEHAVIOR")
        metrics.settled(outcome: "strange", code: "")
        let text = try PrometheusText(metrics.exposition())
        let codes = text.samples.keys.filter { $0.contains("sends_total") && $0.contains("dead") }
        #expect(codes.count == 7)
        #expect(text[#"replybot_sends_total{code="other",outcome="dead"}"#] == 1_400)
        #expect(text[#"replybot_sends_total{code="http-5xx",outcome="dead"}"#] == 100)
        #expect(text[#"replybot_sends_total{code="MSG_SD_NOBEHAVIOR",outcome="dead"}"#] == 1)
        #expect(text[#"replybot_sends_total{code="none",outcome="other"}"#] == 1)
    }

    @Test func `a notice of the delivery core is shown as of now`() throws {
        let metrics = BotMetrics()
        for notice in [DeliveryNotice.paused(code: "x"), .breakerOpened, .slowedDown(rate: 12.5)] {
            metrics.notice(notice)
        }
        let bad = try PrometheusText(metrics.exposition())
        #expect(bad["replybot_sending_paused"] == 1)
        #expect(bad["replybot_breaker_open"] == 1)
        #expect(bad["replybot_send_rate_limit"] == 12.5)
        metrics.notice(.resumed)
        metrics.notice(.breakerClosed)
        let good = try PrometheusText(metrics.exposition())
        #expect(good["replybot_sending_paused"] == 0)
        #expect(good["replybot_breaker_open"] == 0)
    }

    @Test func `a story of events shows in the numbers`() async throws {
        try await TestWorld.run { world in
            try await world.deliver(.gatewayCheck)
            try await world.deliver(.say("我要退款"), id: "1")
            try await world.deliver(.say("我要退款"), id: "1")
            try await world.deliver(.say("我要退款"), id: "2", forgery: .wrongKey)
            var old = world.event(.say("我要退款"), id: "3")
            old.created -= 3_600
            _ = try await world.courier.deliver(old)
            try await world.until(#"replybot_sends_total{code="none",outcome="sent"}"#, is: 1)
            // The transactions are counted a moment after they end.
            try await until { try await world.readMetrics()["replybot_commit_writes_sum"] ?? 0 >= 6 }
            let text = try await world.readMetrics()
            #expect(text[#"replybot_requests_total{verdict="handshake"}"#] == 1)
            #expect(text[#"replybot_requests_total{verdict="accepted"}"#] == 1)
            #expect(text[#"replybot_requests_total{verdict="duplicate"}"#] == 1)
            #expect(text[#"replybot_requests_total{verdict="stale"}"#] == 1)
            #expect(text[#"replybot_requests_total{verdict="refused"}"#] == 1)
            #expect(text[#"replybot_refusals_total{reason="bad-signature"}"#] == 1)
            #expect(text["replybot_ack_duration_seconds_count"] == 3)
            #expect(text[#"replybot_matches_total{rule="退款"}"#] == 1)
            #expect(text[#"replybot_queue_entries{state="queued"}"#] == 0)
            #expect(text["replybot_store_working"] == 1)
            #expect(text["replybot_rules_current"] == 1)
            #expect(text["replybot_rules_generation"] == 1)
            #expect(try #require(text["replybot_commit_writes_count"]) >= 5)
            #expect(!text.samples.keys.contains { $0.contains(TestWorld.user) || $0.contains("我要") })
        }
    }

    @Test func `every transaction is counted, also those before the meter runs`() async throws {
        let store = try ReplyStore.inMemory()
        let metrics = BotMetrics()
        let meter = CommitMeter(reports: store.commitReports(), metrics: metrics)
        for life in UInt64(1)...3 { _ = try await store.countDeaths(inside: [], life: life) }
        // Upkeep is no write.
        try await store.probe()
        try await store.close()
        await meter.run()
        let text = try PrometheusText(metrics.exposition())
        #expect(text["replybot_commit_writes_count"] == 3)
        #expect(text["replybot_commit_writes_sum"] == 3)
        #expect(text["replybot_commit_duration_seconds_count"] == 3)
    }

    @Test func `a reply that waits and one that was given up show in the queue`() async throws {
        try await TestWorld.run { world in
            let wrongKey = GatewayScript.refusal(status: 400, code: "invalid-signature")
            await world.platform.inject([.refusal(status: 400, code: "MSG_SD_NOBEHAVIOR"), wrongKey])
            try await world.deliver(.say("我要退款"), id: "1")
            try await world.until(#"replybot_sends_total{code="MSG_SD_NOBEHAVIOR",outcome="dead"}"#, is: 1)
            try await world.deliver(.say("我要退款"), id: "2", user: "2088000000000022")
            try await world.until(#"replybot_sends_total{code="invalid-signature",outcome="retry"}"#, is: 1)
            world.clock.advance(by: 20)
            let text = try await world.readMetrics()
            #expect(text[#"replybot_queue_entries{state="dead"}"#] == 1)
            #expect(text[#"replybot_queue_entries{state="queued"}"#] == 1)
            #expect(text["replybot_queue_oldest_reply_seconds"] == 20)
        }
    }

    @Test func `followers who had as many messages as a day allows are counted`() async throws {
        var options = TestWorld.Options()
        options.rules = TestRules.parse(
            "version: 1\nlimits: {daily_per_user: 1, reserve_for_handoff: 0}\n"
                + "rules: [{id: a, match: [喂], reply: 一}, {id: b, match: [嘿], reply: 二}]\n"
        )
        try await TestWorld.run(options) { world in
            try await world.deliver(.say("喂"), id: "1")
            try await world.until(#"replybot_sends_total{code="none",outcome="sent"}"#, is: 1)
            try await world.deliver(.say("嘿"), id: "2")
            try await world.until(#"replybot_silences_total{reason="quota"}"#, is: 1)
            let text = try await world.readMetrics()
            #expect(text["replybot_followers_at_quota"] == 1)
            #expect(text["replybot_quota_refusals_total"] == 1)
        }
    }

    @Test func `broken rules on disk show until the old ones are back`() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "shop.yaml")
            let good = Data("version: 1\nrules: [{id: a, match: [喂], reply: 一}]\n".utf8)
            try good.write(to: file)
            let content = try RuleContent(path: folder.path)
            let rules = try LoadedRules(content, now: TestWorld.start).ruleSet()
            let current = CurrentRules(rules, checksum: content.checksum, loaded: TestWorld.start)
            var options = TestWorld.Options()
            options.currentRules = current
            try await TestWorld.run(options) { world in
                let reloader = RuleReloader(
                    path: folder.path,
                    rules: current,
                    clock: world.clock,
                    logger: world.logs.logger(level: .info),
                    metrics: world.metrics
                )
                try Data("version: 1\nrules: [{id: a}]\n".utf8).write(to: file)
                await reloader.reload()
                let bad = try await world.readMetrics()
                #expect(bad["replybot_rules_current"] == 0)
                #expect(bad[#"replybot_last_reload_successful{what="rules"}"#] == 0)
                try good.write(to: file)
                await reloader.reload()
                let again = try await world.readMetrics()
                #expect(again["replybot_rules_current"] == 1)
                #expect(again[#"replybot_last_reload_successful{what="rules"}"#] == 1)
                #expect(again[#"replybot_reloads_total{result="refused",what="rules"}"#] == 1)
            }
        }
    }

    @Test func `certificates show how long they hold, by role`() async throws {
        let keys = try InboundVectorTests.keys(.rsa2)
        let folder = Repository.vectors.appending(path: "certs").path
        let settings = [
            "ALIPAY_APP_ID": SimulationKeys.appID,
            "ALIPAY_PRIVATE_KEY": try keys.application.exportedPEM(),
            "ALIPAY_APP_CERT_FILE": "\(folder)/appCertPublicKey_2021000000000001.crt",
            "ALIPAY_CERT_FILES": "\(folder)/alipayCertPublicKey.crt",
            "ALIPAY_ROOT_CERT_FILE": "\(folder)/alipayRootCert.crt",
        ]
        let now = Date(timeIntervalSince1970: 1_795_500_000)
        let identity = try ConfigurationSource(environment: settings).load(now: now).identity
        let metrics = BotMetrics()
        let state = BotState(
            store: try ReplyStore.inMemory(),
            rules: CurrentRules(try TestRules.shop.get(), loaded: now),
            keys: CurrentKeys(identity),
            policy: DeliveryPolicy(),
            clock: ManualClock(now)
        )
        await state.refresh(metrics)
        let text = try PrometheusText(metrics.exposition())
        for role in CertificateTerm.Role.allCases {
            let left = try #require(text["replybot_certificate_remaining_seconds{role=\"\(role.rawValue)\"}"])
            #expect(left == identity.terms.first { $0.role == role }?.validity.upperBound.timeIntervalSince(now))
        }
    }
}

extension TestWorld {
    /// Reads `/metrics`.
    func readMetrics() async throws -> PrometheusText {
        let response = try await client.execute(HTTPClientRequest(url: console + "/metrics"), timeout: .hours(1))
        #expect(response.headers["content-type"] == ["text/plain; version=0.0.4; charset=utf-8"])
        return try PrometheusText(String(buffer: try await response.body.collect(upTo: 1 << 20)))
    }

    /// Returns when a counter has reached `value`.
    func until(_ sample: String, is value: Double) async throws {
        try await TestSupport.until { try PrometheusText(metrics.exposition())[sample] ?? 0 >= value }
    }
}
