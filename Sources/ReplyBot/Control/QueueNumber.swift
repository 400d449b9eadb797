internal import BotCore
internal import ReplyStore

/// What an operator calls an entry of the queue: `17` is a reply, `e5` an event that is set aside.
enum QueueNumber: Hashable, Sendable {
    case reply(ReplyID)
    case event(EventID)

    init?(_ text: String) {
        let isEvent = text.hasPrefix("e")
        let digits = isEvent ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(digits) else {
            return nil
        }
        self = isEvent ? .event(EventID(rawValue: number)) : .reply(ReplyID(rawValue: number))
    }

    /// The number alone, which does not tell a reply from an event.
    var digits: Int64 {
        switch self {
        case .reply(let id): id.rawValue
        case .event(let id): id.rawValue
        }
    }
}

extension QueueNumber: CustomStringConvertible {
    var description: String {
        switch self {
        case .reply(let id): "\(id)"
        case .event(let id): "e\(id)"
        }
    }
}

extension QueueNumber: Codable {
    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let number = QueueNumber(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a number"))
        }
        self = number
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
