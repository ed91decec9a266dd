import Core
import Desk
import Storage

/// The life of a matter on paper: real moves, decided by the core, kept nowhere.
struct SpecimenLife {
    let city: City
    private(set) var matter: Matter
    private(set) var events: [Event]
    private let raised: Fact.Raised
    private var now: Moment
    private var more: String?
    /// Moves that were refused, for a test to notice.
    private(set) var refused: [String] = []

    /// What somebody malicious, careless or expressive may write.
    static let hostile = "<script>alert(1)</script> \u{202E}反转\u{202C} 🧑‍👩‍👧‍👦 \" ' & \u{0}".replacing(
        "\u{0}", with: "")

    /// - Parameter age: How long ago it was raised, in milliseconds.
    init?(
        _ city: City, text: String, place: String? = nil, age: Int64, urgency: Urgency = .ordinary,
        kind: String = SpecimenTown.kind
    ) {
        guard let area = AreaCode("990101001001") else { return nil }
        let start = Moment(milliseconds: SpecimenTown.now.milliseconds - age)
        raised = Fact.Raised(
            number: "PL2026112200017", kind: kind, text: text, title: String(text.prefix(60)),
            channel: .web, caller: .resident, area: area, place: place, urgency: urgency, reachable: true)
        guard let events = try? raise(raised, by: .resident, in: city, at: start), let first = events.first,
            let matter = Matter(from: first)
        else { return nil }
        self.city = city
        self.matter = matter
        self.events = events
        now = start
    }

    /// Makes a move an hour after the last; one that is refused leaves a shorter life, which a test notices.
    func after(
        _ move: String, _ inputs: [InputWord: String] = [:], by posts: [Post]? = SpecimenTown.posts,
        id: Int64 = SpecimenTown.clerk
    ) -> Self {
        var life = self
        life.now = now + 3_600_000
        let actor = posts.map { Actor.officer(id: id, posts: $0) } ?? .resident
        var order = Order(move, inputs)
        if let number = inputs[.matter] {
            order.target = .init(
                number: number, isOpen: true, kind: matter.kind, isInSight: true, mergedInto: nil,
                isSameResident: true)
        }
        guard let made = try? decide(order, on: matter, by: actor, in: city, at: life.now) else {
            life.refused.append(move)
            return life
        }
        for event in made { life.matter.apply(event) }
        life.events += made
        if let text = inputs[.text] { life.more = text }
        return life
    }

    /// The matter as its pages show it.
    func file(_ contact: ShownContact = ShownContact()) -> MatterFile? {
        guard let record else { return nil }
        return MatterFile(record: record, matter: matter, events: events, contact: contact)
    }

    /// The row that a database would hold of it.
    var record: MatterRecord? {
        let due = matter.nextClock?.due.milliseconds ?? .max
        let holder = city.procedures[matter.kind]?.stage(matter.stage)?.holder ?? .nobody
        let cells: [(String, SQLValue)] = [
            ("id", .integer(17)), ("number", .text(matter.number)), ("kind", .text(matter.kind)),
            ("stage", .text(matter.stage)), ("outcome", text(matter.outcome?.rawValue)),
            ("holder", .text(holder.rawValue)), ("title", .text(raised.title)), ("text", .text(raised.text)),
            ("more", text(more)), ("channel", .text(matter.channel.rawValue)),
            ("caller", .text(raised.caller.rawValue)),
            ("area", .text(matter.area.text)), ("place", text(raised.place)), ("latitude", .null),
            ("longitude", .null),
            ("category", text(matter.category)), ("lead", text(matter.lead?.text)),
            ("raised_to", text(matter.raisedTo?.text)), ("urgency", .text(matter.urgency.rawValue)),
            ("raised_at", .integer(matter.raisedAt.milliseconds)),
            ("changed_at", .integer(matter.changedAt.milliseconds)),
            ("closed_at", matter.closedAt.map { .integer($0.milliseconds) } ?? .null),
            ("due_at", .integer(due)),
            (
                "soon_at",
                matter.nextClock.map { .integer(city.soon($0, of: matter).milliseconds) } ?? .null
            ),
            ("target_at", .null), ("overdue", .integer(matter.overdue ? 1 : 0)),
            ("version", .integer(Int64(matter.version))),
            ("source", .null), ("source_id", .null), ("route", text(matter.route?.rawValue)),
            ("grade", text(matter.grade?.rawValue)),
            ("supervision", .integer(Int64(matter.side.supervision?.level.rawValue ?? 0))),
            ("excluded", .integer(matter.side.excluded ? 1 : 0)), ("urges", .integer(Int64(matter.urges))),
            (
                "sharers",
                text(matter.sharers.isEmpty ? nil : matter.sharers.map(\.text).joined(separator: " "))
            ),
        ]
        return try? MatterRecord(row: Row(columns: cells.map(\.0), values: cells.map(\.1)))
    }

    private func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
}
