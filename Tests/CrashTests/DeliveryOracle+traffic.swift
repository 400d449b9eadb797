import AlipaySimulator

extension DeliveryOracle {
    /// Notes what followers said.
    mutating func note(_ sent: [Traffic.Sent]) {
        for event in sent {
            let name = "\(event.number)"
            note(name, from: event.event.userID, replies: CrashWorld.replies(to: event.number))
            if event.isAcknowledged { noteAcknowledgement(of: name) }
        }
    }
}
