/// The replies that are under way, in the order of their numbers.
struct Flights: Sendable, Hashable {
    private var flights: [ReplyNumber: Flight] = [:]
    /// New claims of replies whose old claim the store is just asked about: its answer tells which of them goes on.
    private var successors: [ReplyNumber: Flight] = [:]

    /// How many there are.
    var count: Int { flights.count }

    subscript(number: ReplyNumber) -> Flight? {
        get { flights[number] }
        set { flights[number] = newValue }
    }

    /// Takes in a new claim of a reply that is under way already, so that there are never two requests at once.
    mutating func succeed(_ number: ReplyNumber, with flight: Flight) {
        switch flights[number]?.stage {
        case .starting, .recording(_, again: nil): successors[number] = flight
        case .checking, .sending, .recording, .disowned: flights[number]?.goOn(under: flight)
        case nil: flights[number] = flight
        }
    }

    /// The new claim of a reply, which is thereby no longer waiting.
    mutating func takeSuccessor(_ number: ReplyNumber) -> Flight? {
        successors.removeValue(forKey: number)
    }

    /// Those whose outcome was refused, perhaps because of our own claim.
    var disowned: [(number: ReplyNumber, settlement: Settlement)] {
        flights.keys.sorted()
            .compactMap { number in
                guard case .disowned(let settlement) = flights[number]?.stage else { return nil }
                return (number, settlement)
            }
    }

    /// Whether a request of another one is being made.
    func areSent(besides number: ReplyNumber) -> Bool {
        flights.contains { other, flight in
            switch flight.stage {
            case .starting, .sending: other != number
            case .checking, .recording, .disowned: false
            }
        }
    }

    /// When the next outcome is to be recorded again.
    var nextRecord: Duration? {
        flights.values.compactMap(\.recordsAgain).min()
    }

    /// The outcomes that are to be recorded again by now.
    mutating func recordsDue(at now: Duration) -> [(number: ReplyNumber, settlement: Settlement)] {
        guard let next = nextRecord, next <= now else { return [] }
        return flights.keys.sorted()
            .compactMap { number in
                guard case .recording(let settlement, let again?) = flights[number]?.stage, again <= now else {
                    return nil
                }
                flights[number]?.stage = .recording(settlement, again: nil)
                return (number, settlement)
            }
    }
}
