import Core
import Courier
import Desk
import FoundationEssentials
import Language
public import Storage
public import Web

extension ChatsDesk {
    /// Follows the log and tells the group what everybody may know of a matter that came from it; what is for
    /// the author alone goes to the author alone. Each event is told once.
    public var follower: Follower {
        let desk = desk
        let words = WordBook([.web, Self.words]).words(.zh)
        return Follower(name: "chats") { events, connection in
            let origins = try MessageStore(connection: connection).origins(
                of: Set(events.map(\.matterID)).sorted())
            if origins.isEmpty { return }
            for logged in events {
                guard let origin = origins[logged.matterID] else { continue }
                let telling = GroupTelling(
                    desk: desk, origin: origin, words: words, connection: connection)
                try telling.tell(Event(logged))
            }
        }
    }

    /// The words of this slice alone, for messages that are made without a page.
    public static var words: WordFiles {
        WordFiles(owner: "Chats", zh: PackageResources.zh_words, en: PackageResources.en_words)
    }
}

/// What goes out to the adapter of a group.
struct GroupMessage: Encodable, Sendable {
    /// `group` is for all to read, `author` for one alone.
    let to: String
    let group: String
    /// The author, where it is for them alone.
    let author: String?
    /// The message it answers.
    let replyTo: String
    let text: String
    let number: String
}

/// Tells one event.
private struct GroupTelling {
    let desk: Desk
    let origin: ChatOrigin
    let words: Words
    let connection: any Connection

    func tell(_ event: Event) throws {
        for case .undone(let sequence) in event.facts {
            try MessageStore(connection: connection).withdraw(message(sequence), to: origin.group, event.at)
        }
        guard let endpoint = try ChatsDesk.endpoint(of: origin.group, in: connection) else { return }
        if let text = told(event) {
            // What nobody may read about on the map is not told to a whole group either.
            let isPublic = desk.city.publishing(of: origin.kind) != .nothing
            try send(text, isPublic ? "group" : "author", event, endpoint)
        }
        if event.facts.contains(.asked) || isRaised(event) {
            let text = words(
                isRaised(event) ? "chats.out.link" : "chats.out.ask",
                ["number": origin.number, "link": desk.link(of: origin.number)])
            try send(text, "author", event, endpoint, "-link")
        }
    }

    private func isRaised(_ event: Event) -> Bool { event.sequence == 1 }

    /// What everybody may know: that it was taken, each step that is told to residents, and the answer
    /// without private data. Never who did it, a note, or what a resident said of it.
    private func told(_ event: Event) -> String? {
        if isRaised(event) { return words("chats.out.taken", ["number": origin.number]) }
        for case .answered(let text, _) in event.facts {
            return words(
                "chats.out.answered",
                ["number": origin.number, "text": Masking.publicCopy(of: text, by: .unit)])
        }
        guard event.by != .resident, event.from != event.to,
            let move = desk.city.procedures[origin.kind]?.moves.first(where: { $0.name == event.move }),
            let told = move.told
        else { return nil }
        return words("chats.out.step", ["number": origin.number, "step": words(told)])
    }

    private func send(
        _ text: String, _ to: String, _ event: Event, _ endpoint: Endpoint, _ suffix: String = ""
    ) throws {
        let outgoing = GroupMessage(
            to: to, group: origin.group, author: to == "author" ? origin.author : nil,
            replyTo: origin.message, text: text, number: origin.number)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = String(decoding: try encoder.encode(outgoing), as: UTF8.self)
        // A step that can still be taken back is told when it cannot any more.
        let isFinal = isRaised(event) || event.facts.contains(.asked) || event.by.isProgram
        try SendingStore(connection).add(
            topic: ChatsDesk.topic, message: message(event.sequence) + suffix, reference: origin.group,
            matter: origin.matterID, endpoint: endpoint.id,
            payload: .request(.init(headers: ["content-type": "application/json"], body: body)),
            now: event.at, due: isFinal ? nil : event.at + Undo.withinMilliseconds)
    }

    /// Names a telling for good.
    private func message(_ sequence: Int) -> String { "chat-\(origin.matterID)-\(sequence)" }
}

extension Doer {
    fileprivate var isProgram: Bool { if case .system = self { true } else { false } }
}
