package import Core
import FoundationEssentials
import Language
import Markup
import Web

/// What the adapter of a chat tells of its group (`POST /chats/messages`).
package struct NewMessage: Sendable, Hashable {
    /// What happened to the message.
    package enum What: String, CaseIterable, Sendable { case message, edited, recalled }

    let what: What
    package let group: String
    /// As the chat names it.
    package let id: String
    package var author = ""
    package var name = ""
    package var phone: String?
    package var at: Moment
    package var text = ""
    var media: [String] = []
    package var replyTo: String?

    package init(_ what: What = .message, group: String, id: String, at: Moment) {
        self.what = what
        self.group = group
        self.id = id
        self.at = at
    }

    /// The most bytes of one telling.
    static let mostBytes = 128 << 10
    /// The most characters of a message: as many as a matter may have.
    static let mostText = 4000
    static let mostMedia = 9
    static let mostName = 200
    /// A clock may be a day ahead, and a telling that waited a month behind.
    static let ahead: Int64 = 86_400_000
    static let behind: Int64 = 31 * 86_400_000
}

/// The JSON of a telling.
private struct Told: Decodable {
    struct Author: Decodable {
        let id: String
        let name: String
        let phone: String?
    }

    struct Medium: Decodable {
        let url: String
    }

    let event: String?
    let group: String
    let message: String
    let author: Author?
    let at: String?
    let text: String?
    let media: [Medium]?
    let replyTo: String?
}

extension NewMessage {
    /// Reads and checks a telling.
    ///
    /// - Throws: `ChatRefusal` with the field that cannot be.
    init(json bytes: [UInt8], now: Moment) throws {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw WebRefusal.malformed }
        let told: Told
        do {
            told = try JSONDecoder().decode(Told.self, from: Data(bytes))
        } catch DecodingError.keyNotFound(let key, _) {
            throw ChatRefusal.badTelling(field: key.stringValue)
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            throw ChatRefusal.badTelling(field: context.codingPath.last?.stringValue ?? "$")
        } catch {
            throw WebRefusal.malformed
        }
        try self.init(told, now: now)
    }

    private init(_ told: Told, now: Moment) throws(ChatRefusal) {
        guard let what = What(rawValue: told.event ?? What.message.rawValue) else {
            throw .badTelling(field: "event")
        }
        guard ChatGroup.isCode(told.group) else { throw .badTelling(field: "group") }
        guard Self.isName(told.message) else { throw .badTelling(field: "message") }
        self.init(what, group: told.group, id: told.message, at: now)
        if what == .recalled { return }
        text = try Self.clean(told.text ?? "", "text", limit: Self.mostText, lines: true)
        let files = told.media ?? []
        guard files.count <= Self.mostMedia else { throw .badTelling(field: "media") }
        for file in files {
            guard file.url.hasPrefix("https://"), let address = WebAddress(file.url) else {
                throw .badTelling(field: "media")
            }
            media.append(address.text)
        }
        if text.isEmpty, media.isEmpty { throw .badTelling(field: "text") }
        if what == .edited { return }
        guard let author = told.author, Self.isName(author.id) else { throw .badTelling(field: "author") }
        self.author = author.id
        name = try Self.clean(author.name, "name", limit: Self.mostName, lines: false)
        // A number that cannot be read is no reason to lose what somebody said.
        phone = author.phone.flatMap { PhoneNumber($0)?.text }
        guard let at = told.at.flatMap(Moment.init(rfc3339:)), at <= now + Self.ahead,
            at >= now + -Self.behind
        else { throw .badTelling(field: "at") }
        self.at = at
        if let replied = told.replyTo {
            guard Self.isName(replied) else { throw .badTelling(field: "replyTo") }
            replyTo = replied
        }
    }

    /// A name that a chat gives: something to be read, and no control characters.
    private static func isName(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 }
    }

    private static func clean(
        _ raw: String, _ field: String, limit: Int, lines: Bool
    ) throws(ChatRefusal) -> String {
        let text = raw.replacing("\r\n", with: "\n").trimmed
        guard text.count <= limit, text.utf8.count <= limit * 32 else { throw .badTelling(field: field) }
        for scalar in text.unicodeScalars where scalar.value < 32 || scalar.value == 127 {
            guard lines, scalar == "\n" || scalar == "\t" else { throw .badTelling(field: field) }
        }
        return text
    }
}

/// A matter made of messages.
struct NewChatMatter: Sendable {
    let id: Int64
    let number: String
    let kind: String
    let group: String
    let message: String
    let author: String
}
