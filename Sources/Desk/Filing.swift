public import Core
import Language

/// What somebody brings in: one sentence is enough.
public struct Filing: Sendable {
    public var text: String
    public var channel: Channel
    public var caller: Caller = .resident
    /// Where it is, as finely as is known; nil means somewhere in the city.
    public var area: AreaCode?
    public var place: String?
    public var position: Position?
    public var contact = Contact()
    /// Files that were sent before, in the order to show them.
    public var attachments: [Attachment] = []
    /// Set by officers only; a resident's words come without (M05).
    public var kind: String?
    public var category: String?
    public var urgency: Urgency = .ordinary
    /// The system it comes from and its name there: the same pair is never taken in twice.
    public var source: String?
    public var sourceID: String?
    /// For matters of another system's past.
    public var title: String?
    public var raisedAt: Moment?
    public var endedAt: Moment?
    public var targetAt: Moment?

    public init(text: String, channel: Channel) {
        self.text = text
        self.channel = channel
    }

    /// Who raised it. Sealed: shown masked, revealed with a reason that is kept.
    public struct Contact: Sendable, Hashable {
        public var name: String?
        public var phone: String?
        public var email: String?
        public var language: Core.Language = .zh

        public init(
            name: String? = nil, phone: String? = nil, email: String? = nil, language: Core.Language = .zh
        ) {
            self.name = name
            self.phone = phone
            self.email = email
            self.language = language
        }

        public var isReachable: Bool { phone != nil || email != nil }
    }
}

/// Why a filing was not taken in.
public enum FilingRefusal: Error, Hashable, Sendable {
    case missing(Field)
    case tooLong(Field, limit: Int)
    case invalid(Field)
    /// A field that only officers may fill.
    case notAllowed(Field)
    /// The same matter of the same source is here already, under this number.
    case known(number: String)

    public enum Field: String, Sendable, CaseIterable {
        case text, title, area, place, position, name, phone, email, kind, category, urgency, source, channel,
            raisedAt, files
    }

    public var field: Field? {
        switch self {
        case .missing(let field), .tooLong(let field, _), .invalid(let field), .notAllowed(let field): field
        case .known: nil
        }
    }

    public var code: String {
        switch self {
        case .missing: "missing_input"
        case .tooLong: "too_long"
        case .invalid: "invalid_input"
        case .notAllowed: "not_allowed"
        case .known: "known_already"
        }
    }
}

extension Filing {
    /// The most characters of a text; longer ones are refused, never cut.
    public static let textLimit = 4000
    /// What another system wrote may be longer, and is not cut either.
    static let importedTextLimit = 20_000
    static let shortLimit = 200
    static let titleLimit = 60

    /// The filing with everything trimmed, normalised and checked against the city.
    func checked(by actor: Actor, in city: City, now: Moment) throws(FilingRefusal) -> Filing {
        var filing = self
        let isImported = if case .system = actor { true } else { false }
        let limit = isImported ? Self.importedTextLimit : Self.textLimit
        filing.text = try clean(text, .text, limit: limit) ?? ""
        if filing.text.isEmpty { throw .missing(.text) }
        filing.title = try clean(title, .title, limit: Self.shortLimit)
        filing.place = try clean(place, .place, limit: Self.shortLimit)
        filing.contact = try contact.checked()
        filing.source = try clean(source, .source, limit: Self.shortLimit)
        filing.sourceID = try clean(sourceID, .source, limit: Self.shortLimit)
        if let area, city.areas[area] == nil { throw .invalid(.area) }
        try filing.place(by: actor, in: city)
        if let kind, city.procedures[kind] == nil { throw .invalid(.kind) }
        if let category {
            guard let known = city.catalogue[category], known.isLeaf else { throw .invalid(.category) }
        }
        guard attachments.count <= Attachment.perMove else { throw .invalid(.files) }
        if actor == .resident { try refuseOfficersFields() }
        for moment in [raisedAt, endedAt, targetAt].compactMap(\.self) where !Self.era.contains(moment) {
            throw .invalid(.raisedAt)
        }
        return filing
    }

    /// From 1950 to 2100: what lies outside is a misread date.
    private static let era = Moment(milliseconds: -631_152_000_000)...Moment(milliseconds: 4_102_444_800_000)

    private func refuseOfficersFields() throws(FilingRefusal) {
        if category != nil { throw .notAllowed(.category) }
        if kind != nil { throw .notAllowed(.kind) }
        if urgency != .ordinary { throw .notAllowed(.urgency) }
        if source != nil || sourceID != nil { throw .notAllowed(.source) }
        if raisedAt != nil || endedAt != nil || targetAt != nil { throw .notAllowed(.raisedAt) }
        switch channel {
        case .web, .app, .api: break
        case .hotline, .chat, .box, .visit, .station, .sensor, .imported: throw .notAllowed(.channel)
        }
    }

    /// The title a list shows: the given one, or the first sentence, shortened.
    var heading: String {
        if let title { return title }
        let stops: Set<Character> = ["。", "！", "？", "!", "?", "\n", "；"]
        let sentence = text.prefix { !stops.contains($0) }
        return Self.shortened(sentence.isEmpty ? text[...] : sentence)
    }

    /// At most `titleLimit` characters, with a mark where something was left out. Words that are written
    /// apart are never cut within, unless one alone is too long.
    private static func shortened(_ text: Substring) -> String {
        guard text.count > titleLimit else { return String(text) }
        var start = text.prefix(titleLimit - 1)
        if let last = start.last, isSpelled(last), isSpelled(text[start.endIndex]),
            let space = start.lastIndex(where: { !isSpelled($0) })
        {
            start = start[...space]
        }
        while let last = start.last, last.isWhitespace || last == "," || last == "，" { start.removeLast() }
        return start + "…"
    }

    /// Whether it is part of a word written in letters, and not a character that is a word by itself.
    private static func isSpelled(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return false }
        return
            (character.isLetter || character.isNumber || character == "'" || character == "’"
            || character == "-") && scalar.value < 0x2E80
    }
}

extension Filing.Contact {
    func checked() throws(FilingRefusal) -> Filing.Contact {
        var contact = self
        contact.name = try clean(name, .name, limit: Filing.shortLimit)
        if let phone = try clean(phone, .phone, limit: Filing.shortLimit) {
            guard let number = PhoneNumber(phone) else { throw .invalid(.phone) }
            contact.phone = number.text
        } else {
            contact.phone = nil
        }
        contact.email = try clean(email, .email, limit: Filing.shortLimit)
        if let email = contact.email, !isAddress(email) { throw .invalid(.email) }
        return contact
    }

    /// One `@` between something and a dotted something, no spaces and no separators that start another
    /// address.
    private func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let forbidden: Set<Character> = [" ", ",", ";", "<", ">", "\"", "\r", "\n", "\t"]
        return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !parts[1].hasPrefix(".")
            && !parts[1].hasSuffix(".") && !text.contains { forbidden.contains($0) }
    }
}

/// Trimmed, nil when empty; control characters other than line ends refused.
private func clean(_ raw: String?, _ field: FilingRefusal.Field, limit: Int) throws(FilingRefusal) -> String?
{
    guard let raw else { return nil }
    var part = raw[...]
    while let first = part.first, first.isWhitespace { part.removeFirst() }
    while let last = part.last, last.isWhitespace { part.removeLast() }
    if !part.unicodeScalars.contains(where: { isVisible($0) || isControl($0) }) { return nil }
    guard part.count <= limit, part.utf8.count <= limit * 32 else { throw .tooLong(field, limit: limit) }
    let isLong = field == .text
    for scalar in part.unicodeScalars where isControl(scalar) {
        guard isLong, scalar == "\n" || scalar == "\r" || scalar == "\t" else { throw .invalid(field) }
    }
    return String(part)
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 32 || scalar.value == 127 }

/// Something to read: no space, no joiner, no mark of direction.
private func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.properties.isDefaultIgnorableCodePoint && !scalar.properties.isWhitespace && !isControl(scalar)
}
