/// The XML of events, from parts that tests replace.
enum EventXML {
    /// The elements of an ordinary text message.
    static let elements: [(name: String, content: String)] = [
        ("AppId", "<![CDATA[2021000000000001]]>"),
        ("FromAlipayUserId", "<![CDATA[2088102122458832]]>"),
        ("FromUserId", "<![CDATA[20880037081313300931049260316403]]>"),
        ("CreateTime", "1457426646396"),
        ("MsgType", "<![CDATA[text]]>"),
        ("Text", "<Content><![CDATA[你好]]></Content>"),
        ("MsgId", "<![CDATA[160308464406000001]]>"),
    ]

    /// A text message with some elements' content replaced; nil leaves one out.
    static func text(_ changes: [String: String?] = [:]) -> String {
        document(
            elements.compactMap { element in
                guard let change = changes[element.name] else { return element }
                return change.map { (element.name, $0) }
            }
        )
    }

    /// A text message with this CDATA as its content.
    static func saying(_ cdata: String) -> String {
        text(["Text": "<Content><![CDATA[\(cdata)]]></Content>"])
    }

    /// An event with an `EventType` and an `ActionParam`.
    static func event(_ type: String, parameter: String? = nil) -> String {
        var event = elements.filter { !["MsgType", "Text", "MsgId"].contains($0.name) }
        event += [("MsgType", "event"), ("EventType", type)]
        if let parameter { event.append(("ActionParam", "<![CDATA[\(parameter)]]>")) }
        return document(event)
    }

    static func document(_ elements: [(name: String, content: String)]) -> String {
        "<XML>\(elements.map { "<\($0.name)>\($0.content)</\($0.name)>" }.joined())</XML>"
    }
}
