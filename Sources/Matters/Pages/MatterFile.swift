import Core
import Desk

/// A matter as its pages show it: where it stands, its whole story, and who raised it as far as that is
/// shown.
struct MatterFile: Sendable {
    let record: MatterRecord
    let matter: Matter
    let events: [Event]
    let contact: ShownContact
    /// Its own, and those of an answer that it was given together with another matter.
    var attachments: [AttachmentRecord]

    init(
        record: MatterRecord, matter: Matter, events: [Event], contact: ShownContact,
        attachments: [AttachmentRecord] = []
    ) {
        self.attachments = attachments
        self.record = record
        self.matter = matter
        self.events = events
        self.contact = contact
    }

    init(_ dossier: Desk.Dossier) {
        record = dossier.record
        matter = dossier.matter
        events = dossier.events
        attachments = dossier.attachments
        let contact = dossier.contact
        self.contact = ShownContact(name: contact.name, phone: contact.phone, email: contact.email)
    }

    /// Since when it stands where it stands.
    var stageSince: Moment {
        events.last { $0.from != $0.to }?.at ?? matter.raisedAt
    }

    /// The officers who took part, for asking their names.
    var officers: [Int64] {
        let ids = events.compactMap { event in if case .officer(let id, _) = event.by { id } else { nil } }
        return Array(Set(ids)).sorted()
    }
}

/// Contact data as a page shows them: masked, or once in clear after a reason was given.
struct ShownContact: Sendable {
    var name: String?
    var phone: String?
    var email: String?

    var isEmpty: Bool { name == nil && phone == nil && email == nil }
}
