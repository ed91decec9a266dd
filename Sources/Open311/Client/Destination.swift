public import Core
public import Storage

/// Another city's Open311 server, and the unit of ours that stands for it: what that unit is given goes
/// there.
public struct Destination: SQLRow, Hashable, Sendable {
    public let id: Int64
    public let name: String
    /// The address of its GeoReport, without a slash at its end.
    public let base: String
    public let jurisdiction: String?
    public let unit: UnitCode
    public let format: Format
    /// In which language our own sentences go there.
    public let language: Language
    /// Whether it may be told who raised a matter.
    public let knowsResident: Bool
    public let state: State
    public let comments: Comments
    /// Up to when its updates were asked for.
    let followedUntil: Moment
    /// The longest stretch of updates that is asked for at once, in milliseconds: shorter after an answer
    /// that was too large.
    let span: Int64
    let pollAt: Moment
    /// How often in a row it did not answer.
    public let failures: Int
    public let error: String?
    public let errorAt: Moment?
    /// When it last answered.
    public let heardAt: Moment?
    let services: [TheirService]
    let servicesAt: Moment?
    public let createdAt: Moment

    public enum Format: String, Sendable, Codable, CaseIterable {
        case json, xml
    }

    public enum State: String, Sendable, Codable, CaseIterable {
        case active
        /// Nothing goes there and nothing is asked, until somebody lets it go on.
        case paused
        case removed
    }

    /// Whether it takes comments and gives updates (servicerequestupdates).
    public enum Comments: String, Sendable, Codable, CaseIterable {
        case unknown, yes, no
    }

    public init(row: Row) throws {
        id = try row.get("id")
        name = try row.get("name")
        base = try row.get("base")
        jurisdiction = try row.get("jurisdiction")
        unit = try row.get("unit")
        format = Format(rawValue: try row.get("format")) ?? .json
        language = Language(rawValue: try row.get("language")) ?? .zh
        knowsResident = try row.get("knows_resident", as: Int.self) != 0
        state = State(rawValue: try row.get("state")) ?? .paused
        comments = Comments(rawValue: try row.get("comments")) ?? .unknown
        followedUntil = try row.get("followed_until")
        span = try row.get("span")
        pollAt = try row.get("poll_at")
        failures = try row.get("failures")
        error = try row.get("error")
        errorAt = try row.get("error_at")
        heardAt = try row.get("heard_at")
        let list: String? = try row.get("services")
        services = list.flatMap { try? StoredJSON.value([TheirService].self, $0) } ?? []
        servicesAt = try row.get("services_at")
        createdAt = try row.get("created_at")
    }

    static let columns: SQL = """
        id, name, base, jurisdiction, unit, format, language, knows_resident, state, comments,
        followed_until, span, poll_at, failures, error, error_at, heard_at, services, services_at, created_at
        """

    /// An address under it, with the question every server may need first.
    func address(_ path: String, _ question: [(String, String)] = []) -> String {
        let all = (jurisdiction.map { [("jurisdiction_id", $0)] } ?? []) + question
        let query = all.map { "\($0)=\(FormBody.encode($1))" }.joined(separator: "&")
        return "\(base)/\(path).\(format.rawValue)" + (query.isEmpty ? "" : "?\(query)")
    }
}

/// What a new destination is made of.
public struct NewDestination: Sendable {
    public var name: String
    public var base: String
    public var jurisdiction: String?
    public var key: String?
    public var unit: UnitCode
    public var format: Destination.Format = .json
    public var language: Language = .zh
    public var knowsResident = false

    public init(name: String, base: String, unit: UnitCode) {
        self.name = name
        self.base = base
        self.unit = unit
    }
}

/// What a category of ours is called there, with the answers their form wants.
struct Mapped: Hashable, Sendable {
    let category: String
    let service: String
    /// Code of the attribute → its fixed value.
    let attributes: [String: String]
}

/// Fields of a form as they go over the wire, UTF-8 and percent signs.
enum FormBody {
    static func text(_ fields: [(String, String)]) -> String {
        fields.map { "\(encode($0))=\(encode($1))" }.joined(separator: "&")
    }

    static func encode(_ text: String) -> String {
        var result = ""
        let digits = Array("0123456789ABCDEF")
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: result.unicodeScalars.append(.init(byte))
            default: result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return result
    }
}
