import Core
import Storage

/// Turns what a procedure tells into messages of the outbox, in the words of the city's templates and in the
/// language of whoever reads them.
struct Notices {
    let connection: any Connection
    let desk: Desk

    func post(_ events: [Event], of matter: Matter, contact: Filing.Contact, now: Moment) throws {
        for event in events {
            // A unit that leads and is the desk as well is told once.
            var told: Set<[String]> = []
            for fact in event.facts {
                guard let (audience, name) = notice(fact) else { continue }
                guard let template = desk.city.templates[name] else { continue }
                let language = audience == .resident ? contact.language : .zh
                for (to, address) in readers(audience, event, matter, contact)
                where told.insert([to, name]).inserted {
                    try Outbox.post(
                        matter: matter.id, sequence: event.sequence, audience: to, address: address,
                        template: name,
                        body: fill(template.text[language], matter, language, for: audience), now: now,
                        in: connection)
                }
            }
        }
    }

    /// What a fact tells to whom. A new matter always tells its resident the number and the link, by the
    /// template `received` where the city has one.
    private func notice(_ fact: Fact) -> (Audience, String)? {
        switch fact {
        case .told(let audience, let template): (audience, template)
        case .raised(let raised): raised.endedAt == nil ? (.resident, "received") : nil
        default: nil
        }
    }

    /// Whom a message goes to and where; empty when there is nobody.
    private func readers(
        _ audience: Audience, _ event: Event, _ matter: Matter, _ contact: Filing.Contact
    ) -> [(to: String, address: String?)] {
        let units: [UnitCode?]
        switch audience {
        case .resident: return contact.isReachable ? [("resident", contact.phone ?? contact.email)] : []
        case .lead: units = [matter.lead]
        case .desk: units = [desk.city.desk]
        case .superior: units = [matter.raisedTo ?? matter.lead.flatMap { desk.city.units[$0]?.parent }]
        case .assistants:
            let named = event.facts.compactMap(\.partner)
            units = named.isEmpty ? matter.side.unsettled.map(\.unit) : named
        }
        return units.compactMap(\.self).map { ("unit:\($0.text)", nil) }
    }

    private func fill(_ text: String, _ matter: Matter, _ language: Core.Language, for audience: Audience)
        -> String
    {
        let unit = matter.lead.flatMap { desk.city.units[$0]?.name[language] } ?? desk.city.name[language]
        var values = ["number": matter.number, "unit": unit, "city": desk.city.name[language]]
        if let due = matter.nextClock?.due {
            let wall = desk.city.calendar.wall(due)
            values["due"] = "\(wall.date) \(padded(wall.minute / 60)):\(padded(wall.minute % 60))"
        } else {
            values["due"] = "–"
        }
        if audience == .resident { values["link"] = desk.links.address(of: matter.number) }
        return Self.filled(text, values)
    }

    /// Replaces `{name}` by its value; a name that has none is left out.
    static func filled(_ text: String, _ values: [String: String]) -> String {
        text.withBlanks { values[$0] ?? "" }
    }
}

extension Fact {
    /// The assisting unit that somebody does something to: it is its message alone.
    fileprivate var partner: UnitCode? {
        switch self {
        case .part(.given(let unit, _, _)), .part(.insisted(let unit, _)), .part(.dropped(let unit, _)): unit
        default: nil
        }
    }
}
