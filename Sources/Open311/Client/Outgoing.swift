import Core
import Courier
import Desk
import Language
import Storage
import Web

/// What of our matters goes to destinations. It follows the log, and looks at how each matter stands now:
/// seen twice, or late, it comes to the same.
struct Outgoing {
    let connection: any Connection
    let client: Open311Client
    private var city: City { client.city }
    private var store: SentStore { SentStore(connection: connection) }
    private var destinations: DestinationStore { DestinationStore(connection: connection) }

    /// The most characters of a description (GeoReport v2).
    static let descriptionLimit = 4000
    /// What a payload must hold to be worth reading.
    private static let marks = [
        "\"dispatched\"", "\"takenBack\"", "\"categorised\"", "\"closed\"", "\"rated\"", "\"added\"",
        "\"urged\"", "\"undone\"",
    ]

    func follow(_ events: [LoggedEvent]) throws {
        let all = try destinations.all()
        if all.isEmpty { return }
        var mapped: [Int64: [String: Mapped]] = [:]
        for destination in all {
            let list = try destinations.mapped(destination.id)
            mapped[destination.id] = Dictionary(list.map { ($0.category, $0) }, uniquingKeysWith: { $1 })
        }
        let marked = events.filter { logged in Self.marks.contains(where: logged.payload.contains) }
        let reader = MatterSentStore(connection: connection)
        let near = try reader.near(all.map(\.unit), among: Set(marked.map(\.matterID)).sorted())
        for logged in marked where near.contains(logged.matterID) {
            guard let matter = try reader.matter(logged.matterID) else { continue }
            let event = try Event(logged)
            try tell(event, of: matter, all)
            try end(matter, event, all)
            try send(matter, event, all, mapped)
        }
    }

    // MARK: To them for the first time

    private func send(
        _ matter: MatterSent, _ event: Event, _ all: [Destination], _ mapped: [Int64: [String: Mapped]]
    ) throws {
        guard matter.isOpen, matter.isWithLead, let lead = matter.lead, let category = matter.category else {
            return
        }
        for destination in all where destination.unit == lead {
            guard let to = mapped[destination.id]?[category] else { continue }
            let before = try store.all(ofMatter: matter.id).first { $0.destinationID == destination.id }
            // What came back, failed or ended goes again only when somebody gives it to the unit anew.
            let isGiven = event.facts.contains(.dispatched(unit: destination.unit))
            if let before, before.state.isOpen || !isGiven { continue }
            let round = (before?.round ?? 0) + 1
            let id = try store.add(
                to: destination.id, matter: matter.id, number: matter.number, round: round,
                since: matter.version, now: event.at)
            guard let id, let sent = try store.sent(id) else { continue }
            try post(sent, matter, to, destination, event.at)
        }
    }

    private func post(
        _ sent: Sent, _ matter: MatterSent, _ to: Mapped, _ destination: Destination, _ now: Moment
    ) throws {
        var parts = pieces(of: matter, for: destination)
        var fields = [("service_code", to.service)]
        if let position = matter.position {
            fields += [("lat", "\(position.latitude)"), ("long", "\(position.longitude)")]
        }
        fields += [("address_string", address(of: matter, for: destination))]
        fields += [("description", parts.removeFirst()), ("account_id", matter.number)]
        fields += to.attributes.sorted { $0.key < $1.key }.map { ("attribute[\($0.key)]", $0.value) }
        if destination.knowsResident { fields += try contact(of: matter.id) }
        try SendingStore(connection).add(
            topic: Open311Client.topic, message: sent.message, reference: sent.reference, matter: matter.id,
            payload: .request(destination.post("requests", fields, message: sent.message)), now: now)
        for (index, part) in parts.enumerated() {
            try store.add(
                "OPEN", text: part, message: "\(sent.message)-more\(index + 1)", to: sent.id, at: now)
        }
    }

    /// The text in pieces that fit: the first is the description, the others follow as comments.
    private func pieces(of matter: MatterSent, for destination: Destination) -> [String] {
        let whole = [matter.text, matter.more].compactMap(\.self).joined(separator: "\n")
        var rest = Substring(spoken(whole, to: destination))
        var pieces: [String] = []
        repeat {
            pieces.append(String(rest.prefix(Self.descriptionLimit)))
            rest = rest.dropFirst(Self.descriptionLimit)
        } while !rest.isEmpty
        return pieces
    }

    private func address(of matter: MatterSent, for destination: Destination) -> String {
        let language = destination.language
        let path = city.areas.path(to: matter.area).map { $0.name[language] }
        let gap = language == .zh ? "" : ", "
        let place = matter.place.map { spoken($0, to: destination) }
        return (path + [place].compactMap(\.self)).joined(separator: gap).shortened(to: 400)
    }

    /// A resident's words as a destination may read them.
    private func spoken(_ text: String, to destination: Destination) -> String {
        destination.knowsResident ? text : Masking.publicCopy(of: text)
    }

    private func contact(of matter: Int64) throws -> [(String, String)] {
        try MatterSentStore(connection: connection).contact(of: matter)
    }

    // MARK: After it

    /// What the resident says afterwards.
    private func tell(_ event: Event, of matter: MatterSent, _ all: [Destination]) throws {
        for sent in try store.all(ofMatter: matter.id) where sent.state.isOpen && event.sequence > sent.since
        {
            guard let destination = all.first(where: { $0.id == sent.destinationID }) else { continue }
            let words = client.words(destination.language)
            for (index, fact) in event.facts.enumerated() {
                let message = "\(matter.number)-\(event.sequence)-\(index)"
                switch fact {
                case .added(let text):
                    try store.add(
                        "OPEN", text: spoken(text, to: destination), message: message, to: sent.id,
                        at: event.at)
                case .urged:
                    try store.add(
                        "OPEN", text: words("open311.client.said.urged"), message: message, to: sent.id,
                        at: event.at)
                case .rated(let solved, let satisfied, let why):
                    let isContent = solved && satisfied
                    let none = words("open311.client.said.\(isContent ? "yes" : "no")")
                    if !isContent { try store.forgetStatus(of: sent.id) }
                    try store.add(
                        isContent ? "CLOSED" : "REOPEN",
                        text: why.map { spoken($0, to: destination) } ?? none,
                        solved: solved ? "yes" : "no", satisfied: satisfied ? "yes" : "no", message: message,
                        to: sent.id, at: event.at)
                default: break
                }
            }
            try client.release(sent.id, at: event.at, in: connection)
        }
    }

    /// What ended here, or was taken from the unit, is called off there.
    private func end(_ matter: MatterSent, _ event: Event, _ all: [Destination]) throws {
        for sent in try store.all(ofMatter: matter.id) where sent.state.isOpen {
            guard let destination = all.first(where: { $0.id == sent.destinationID }) else { continue }
            let words = client.words(destination.language)
            if matter.outcome == .solved {
                try store.set(.ended, of: sent.id, now: event.at)
                continue
            }
            guard !matter.isOpen || matter.lead != destination.unit else { continue }
            let text = words("open311.client.said.\(matter.isOpen ? "taken" : "ended")")
            try store.add(
                "CANCELLED", text: text, message: "\(sent.message)-off", to: sent.id, at: event.at)
            try store.set(matter.isOpen ? .cancelled : .ended, of: sent.id, now: event.at)
            try client.release(sent.id, at: event.at, in: connection)
        }
    }
}
