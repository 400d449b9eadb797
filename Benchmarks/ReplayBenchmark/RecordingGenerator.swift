import AlipayClient
import AlipaySimulator
import Foundation
import ReplyBot
import ReplyStore
import Synchronization

/// Writes recordings of any size; the same seed and options give the same events.
struct RecordingGenerator {
    /// What the recording holds.
    struct Options {
        var events = 200_000
        var followers = 20_000
        var seed: UInt64 = 1
        /// Of 100 events, the number of texts; the others are clicks, follows, visits and pictures.
        var texts = 100
        /// The texts, in no order; those that a shop gets unless a file is named.
        var messages = RecordingGenerator.shopMessages
        /// The keys that sign; nil for requests whose signature is none, which costs a thousandth of the time.
        var key: SigningKey?
    }

    static let appID = "2021000000000001"
    /// The first event.
    private static let start = 1_770_688_800_000
    private static let scenes = ["door", "poster", "receipt"]

    private let options: Options

    init(_ options: Options) {
        self.options = options
    }

    /// Writes a file.
    func write(to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw CannotWrite(path: path) }
        defer { try? file.close() }
        var number = 0
        while number < options.events {
            let numbers = number..<min(number + 4_096, options.events)
            try file.write(contentsOf: try lines(numbers))
            number = numbers.upperBound
        }
    }

    /// The lines of some events, made on all cores.
    private func lines(_ numbers: Range<Int>) throws -> Data {
        let parts = Results()
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let size = (numbers.count + cores - 1) / cores
        DispatchQueue.concurrentPerform(iterations: cores) { core in
            let start = min(numbers.lowerBound + core * size, numbers.upperBound)
            let end = min(start + size, numbers.upperBound)
            parts.add(Result { try (start..<end).map { try line($0) }.joined() }, at: core)
        }
        return Data(try parts.joined().utf8)
    }

    private func line(_ number: Int) throws -> String {
        var random = SplitMix(state: options.seed &+ UInt64(number) &* 0x2545_f491_4f6c_dd1d)
        let created = Self.start + number * 3_000 + random.below(2_500)
        let received = created + 40 + random.below(400)
        // Some followers write much more than others.
        let follower = min(random.below(options.followers), random.below(options.followers))
        let event = SimulatedEvent(
            action(&random),
            userID: "2088" + String(1_000_000_000_000 + follower).dropFirst(1),
            created: Date(timeIntervalSince1970: Double(created) / 1_000),
            messageID: "m\(options.seed)-\(number)"
        )
        let sender =
            options.key.map { SimulatedSender(appID: Self.appID, platformKey: $0, otherKey: $0) }
            ?? SimulatedSender(unsigned: Self.appID)
        let request = try sender.request(for: event)
        let recorded = RecordedRequest(query: "", contentType: request.contentType, body: request.body)
        let line = RecordedLine.request(recorded, received: Date(timeIntervalSince1970: Double(received) / 1_000))
        return line.json() + "\n"
    }

    private func action(_ random: inout SplitMix) -> SimulatedEvent.Action {
        guard random.below(100) >= options.texts else {
            return .say(options.messages[random.below(options.messages.count)])
        }
        let scene = random.below(2) == 0 ? nil : Self.scenes[random.below(Self.scenes.count)]
        switch random.below(10) {
        case 0..<4: return .click(menu: ["NEW_BOOKS", "ORDERS", "HELP"][random.below(3)])
        case 4..<6: return .follow(scene: scene)
        case 6..<9: return .enter(scene: scene)
        default: return .image(mediaID: "media\(random.below(1_000))")
        }
    }

    /// What customers of the example shop write; some of it the rules do not answer.
    static let shopMessages: [String] = {
        let asked = [
            "你好", "在吗", "1", "2", "营业时间", "你们几点开门", "周末几点关门啊", "我要退款", "我不要退款了",
            "查一下退款进度", "退款到哪了", "快递：SF123456789012", "物流 YT12345678", "查快递", "转人工", "人工客服",
            "怎么还没发货", "发票怎么开", "请問幾點開門", "可以退货吗", "把钱给我退了", "谢谢", "好的",
        ]
        let talk = [
            "今天天气不错", "我昨天在你们店里买的书缺了一页", "请问有没有三体全集的精装版", "孩子上三年级看什么书好",
            "你们店在哪里，附近好停车吗", "会员卡的积分什么时候到期", "嗯嗯", "。", "哈哈哈哈", "下午过去拿可以吗",
            "上次那位店员态度很好，帮我谢谢她", "打折的活动到几号", "有人在吗？我等了十分钟了", "收到了，包装有点破",
        ]
        let greetings = ["", "", "", "您好，", "请问", "麻烦问一下，", "老板 "]
        return (asked + asked + talk).flatMap { text in greetings.map { $0 + text } }
    }()
}

/// SplitMix64: the same numbers for a seed on every machine.
private struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        word ^= word >> 31
        return Int(word % UInt64(bound))
    }
}

/// The results of parallel work, by number.
private final class Results: Sendable {
    private let parts = Mutex<[Int: Result<String, any Error>]>([:])

    func add(_ part: Result<String, any Error>, at place: Int) {
        parts.withLock { $0[place] = part }
    }

    func joined() throws -> String {
        try parts.withLock { parts in try parts.sorted { $0.key < $1.key }.map { try $0.value.get() }.joined() }
    }
}

private struct CannotWrite: Error {
    let path: String
}
