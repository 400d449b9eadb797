package import Foundation

/// An action of a simulated follower, or of the console.
package struct SimulatedEvent: Sendable, Hashable {
    /// The kinds of actions.
    package enum Action: Sendable, Hashable {
        /// The console's handshake.
        case gatewayCheck
        /// A text message.
        case say(String)
        /// A picture.
        case image(mediaID: String)
        /// A follow, by QR code when there is a scene.
        case follow(scene: String?)
        /// An unfollow.
        case unfollow
        /// A click on a menu item.
        case click(menu: String)
        /// Opening the conversation, by QR code when there is a scene.
        case enter(scene: String?)
        /// Any other `EventType`.
        case other(eventType: String)
    }

    package var action: Action
    /// The follower's 2088… id.
    package var userID: String
    /// The time of the action.
    package var created: Date
    /// The id of a message; events have none.
    package var messageID: String

    package init(_ action: Action, userID: String, created: Date, messageID: String) {
        self.action = action
        self.userID = userID
        self.created = created
        self.messageID = messageID
    }
}

extension SimulatedEvent {
    /// The event's XML as the platform writes it (PROTOCOL 1.5): no declaration, the fields of the captured samples.
    func xml(appID: String) -> String {
        "<XML>" + fields(appID: appID).map { "<\($0.name)>\($0.content)</\($0.name)>" }.joined() + "</XML>"
    }

    private func fields(appID: String) -> [(name: String, content: String)] {
        let milliseconds = String(Int64((created.timeIntervalSince1970 * 1_000).rounded()))
        let sender = action == .gatewayCheck ? "" : "2088\(userID.suffix(28))"
        var fields = [("AppId", cdata(appID)), ("FromUserId", cdata(sender)), ("CreateTime", cdata(milliseconds))]
        if action != .gatewayCheck {
            fields.append(("FromAlipayUserId", cdata(userID)))
            fields.append(("UserInfo", cdata("{\"logon_id\":\"138****0000\",\"user_name\":\"*\u{5C0F}\u{660E}\"}")))
        }
        return (fields + contentFields).map { (name: $0.0, content: $0.1) }
    }

    private var contentFields: [(String, String)] {
        switch action {
        case .say(let text):
            return [
                ("MsgType", cdata("text")), ("Text", "<Content>\(cdata(text))</Content>"), ("MsgId", cdata(messageID)),
            ]
        case .image(let mediaID):
            let image = "<MediaId>\(cdata(mediaID))</MediaId><Format>\(cdata("jpg"))</Format>"
            return [("MsgType", cdata("image")), ("Image", image), ("MsgId", cdata(messageID))]
        case .gatewayCheck: return eventFields("verifygw", parameter: "")
        case .follow(let scene): return eventFields("follow", parameter: sceneJSON(scene))
        case .unfollow: return eventFields("unfollow", parameter: "")
        case .click(let menu): return eventFields("click", parameter: menu)
        case .enter(let scene): return eventFields("enter", parameter: sceneJSON(scene))
        case .other(let eventType): return eventFields(eventType, parameter: "")
        }
    }

    private func eventFields(_ type: String, parameter: String) -> [(String, String)] {
        [("MsgType", cdata("event")), ("EventType", cdata(type)), ("ActionParam", cdata(parameter))]
    }

    private func sceneJSON(_ scene: String?) -> String {
        scene.map { "{\"scene\":{\"sceneId\":\"\($0)\"}}" } ?? ""
    }

    private func cdata(_ text: String) -> String {
        "<![CDATA[" + text.replacing("]]>", with: "]]]]><![CDATA[>") + "]]>"
    }
}
