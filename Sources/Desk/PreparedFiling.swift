public import Core
import Language
import Storage

/// A filing with everything done that needs no database: checked, decided, folded, written as JSON, split
/// into words. The one writer of SQLite then has only rows to write, while other cores prepare the next.
public struct PreparedFiling: Sendable {
    let identity: MatterIdentity
    let raised: Fact.Raised
    let events: [Event]
    let written: [NewEvent]
    let matter: Matter
    /// The matter as it is stored.
    let state: String
    /// The words of the search index.
    let terms: String
    let contact: Filing.Contact
}

extension Desk {
    /// Checks and decides a filing.
    ///
    /// - Throws: `FilingRefusal` or `Refusal` for what cannot be taken in.
    public func prepare(
        _ filing: Filing, as identity: MatterIdentity, by actor: Actor, at now: Moment
    ) throws -> PreparedFiling {
        let filing = try filing.checked(by: actor, in: city, now: now)
        let raised = fact(of: filing, number: identity.number)
        let events = try raise(
            raised, with: filing.attachments, by: doer(actor), in: city, at: filing.raisedAt ?? now)
        guard var matter = events.first.flatMap(Matter.init(from:)) else { throw MatterNotFound() }
        for event in events.dropFirst() { matter.apply(event) }
        matter.id = identity.id
        let words = searchedWords(
            number: raised.number, title: raised.title, text: raised.text, place: raised.place, more: nil)
        return PreparedFiling(
            identity: identity, raised: raised, events: events, written: try events.map(EventPayload.encode),
            matter: matter, state: try StoredJSON.text(matter),
            terms: SearchTerms.of(words, raisedAt: matter.raisedAt),
            contact: filing.contact)
    }

    private func fact(of filing: Filing, number: String) -> Fact.Raised {
        Fact.Raised(
            number: number, kind: filing.kind ?? city.firstKind, text: filing.text, title: filing.heading,
            channel: filing.channel, caller: filing.caller, area: filing.area ?? city.area,
            place: filing.place, position: filing.position, category: filing.category,
            urgency: filing.urgency, reachable: filing.contact.isReachable, source: filing.source,
            sourceID: filing.sourceID, endedAt: filing.endedAt, targetAt: filing.targetAt)
    }

    private func doer(_ actor: Actor) -> Doer {
        switch actor {
        case .resident: .resident
        case .system(let name): .system(name)
        case .officer(let id, let posts): .officer(id: id, unit: posts.first?.unit ?? city.desk)
        }
    }
}
