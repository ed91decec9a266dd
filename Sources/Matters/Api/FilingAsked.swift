import Core
import Desk
import Web

/// The body of `POST /matters`.
struct FilingAsked: JSONAsked, Encodable {
    static let fields: Set<String> = [
        "text", "place", "area", "latitude", "longitude", "contact", "caller", "language", "channel",
        "category", "kind",
        "urgency", "source", "sourceID", "title", "raisedAt",
    ]

    let text: String?
    let place: String?
    let area: String?
    let latitude: Double?
    let longitude: Double?
    let contact: ContactAsked?
    let caller: String?
    let language: String?
    // From here on only with a token.
    let channel: String?
    let category: String?
    let kind: String?
    let urgency: String?
    let source: String?
    let sourceID: String?
    let title: String?
    let raisedAt: String?
}

/// Who raised it. Unknown fields are refused here too.
struct ContactAsked: Codable, Sendable {
    let name: String?
    let phone: String?
    let email: String?

    private static let fields: Set<String> = ["name", "phone", "email"]

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        let unknown = container.allKeys.map(\.stringValue).filter { !Self.fields.contains($0) }
        if !unknown.isEmpty { throw WebRefusal.unknownFields(unknown.sorted().map { "contact.\($0)" }) }
        name = try container.decodeIfPresent(String.self, forKey: AnyKey("name"))
        phone = try container.decodeIfPresent(String.self, forKey: AnyKey("phone"))
        email = try container.decodeIfPresent(String.self, forKey: AnyKey("email"))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyKey.self)
        try container.encodeIfPresent(name, forKey: AnyKey("name"))
        try container.encodeIfPresent(phone, forKey: AnyKey("phone"))
        try container.encodeIfPresent(email, forKey: AnyKey("email"))
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        let intValue: Int? = nil
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

extension FilingAsked {
    /// The filing of a resident without a token: their own words and nothing that an officer decides.
    func residentsFiling(in city: City) throws -> Filing {
        let officersFields: [(String?, FilingRefusal.Field)] = [
            (channel, .channel), (category, .category), (kind, .kind), (urgency, .urgency), (source, .source),
            (sourceID, .source), (title, .title), (raisedAt, .raisedAt),
        ]
        for (value, field) in officersFields where value != nil { throw FilingRefusal.notAllowed(field) }
        return try filing(channel: .api, in: city)
    }

    /// The filing of an officer or of another system, for whoever came to them.
    func officersFiling(in city: City) throws -> Filing {
        var filing = try filing(channel: word(channel, or: .channel) ?? .api, in: city)
        filing.kind = kind
        filing.category = category
        filing.urgency = try word(urgency, or: .urgency) ?? .ordinary
        filing.title = title
        if (source == nil) != (sourceID == nil) { throw FilingRefusal.invalid(.source) }
        filing.source = try name(source)
        filing.sourceID = try name(sourceID)
        if let raisedAt {
            guard let moment = Timestamp.read(raisedAt) else { throw FilingRefusal.invalid(.raisedAt) }
            filing.raisedAt = moment
        }
        return filing
    }

    private func filing(channel: Channel, in city: City) throws -> Filing {
        guard let text else { throw FilingRefusal.missing(.text) }
        var filing = Filing(text: text, channel: channel)
        filing.place = place
        if let area {
            guard let code = AreaCode(area) else { throw FilingRefusal.invalid(.area) }
            filing.area = code
        }
        filing.position = try PositionCheck.position(latitude: latitude, longitude: longitude, in: city)
        if let caller {
            guard let word = Caller(rawValue: caller) else {
                throw WebRefusal.badField(path: "caller", reason: .wrongKind)
            }
            filing.caller = word
        }
        filing.contact = Filing.Contact(name: contact?.name, phone: contact?.phone, email: contact?.email)
        if let language {
            guard let chosen = Language(rawValue: language) else {
                throw WebRefusal.badField(path: "language", reason: .wrongKind)
            }
            filing.contact.language = chosen
        }
        return filing
    }

    private func word<Word: RawRepresentable<String>>(
        _ text: String?, or field: FilingRefusal.Field
    ) throws -> Word? {
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else { throw FilingRefusal.invalid(field) }
        return word
    }

    /// The name of a system, or of a matter in it: 1 … 100 characters that can be seen.
    private func name(_ text: String?) throws -> String? {
        guard let text else { return nil }
        let seen = text.unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 }
        guard (1...100).contains(text.count), text.utf8.count <= 400, seen else {
            throw FilingRefusal.invalid(.source)
        }
        return text
    }
}

/// Whether a point can be meant.
enum PositionCheck {
    /// The point; nil when neither number was given.
    /// - Throws: `ApiRefusal` for one number without the other, numbers that are no point of the earth, and
    ///   numbers that lie far from the city but would lie in it with their places changed.
    static func position(latitude: Double?, longitude: Double?, in city: City) throws(ApiRefusal) -> Position?
    {
        if latitude == nil, longitude == nil { return nil }
        guard let latitude else { throw .badPosition(field: "latitude") }
        guard let longitude else { throw .badPosition(field: "longitude") }
        let turned = Position(latitude: longitude, longitude: latitude)
        let middle = city.areas[city.area]?.position
        guard let position = Position(latitude: latitude, longitude: longitude) else {
            if let turned, let middle, isNear(turned, middle) { throw .swappedPosition }
            throw .badPosition(field: (-90.0...90.0).contains(latitude) ? "longitude" : "latitude")
        }
        if let middle, let turned, !isNear(position, middle), isNear(turned, middle) {
            throw .swappedPosition
        }
        return position
    }

    /// Within five degrees: wider than any city, narrower than any mistake this is for.
    private static func isNear(_ position: Position, _ middle: Position) -> Bool {
        abs(position.latitude - middle.latitude) <= 5 && abs(position.longitude - middle.longitude) <= 5
    }
}
