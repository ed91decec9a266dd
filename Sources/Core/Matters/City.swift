/// All that makes one city different from another, read from its pack and checked.
public struct City: Sendable {
    public let name: LocalText
    /// Counts up with every change of the pack.
    public let version: Int
    public let areas: AreaTree
    /// The area of the government itself; the desk answers for it.
    public let area: AreaCode
    public let units: [UnitCode: Unit]
    public let roles: [String: Role]
    public let catalogue: Catalogue
    public internal(set) var dispatch: DispatchCatalogue
    public let procedures: [String: Procedure]
    /// The kind a resident's own words become before anybody has read them.
    public let firstKind: String
    public let calendar: WorkingCalendar
    /// How long things may take for a class, a grade, an urgency or a place, beside the limits of the kinds.
    public internal(set) var limits: LimitTable
    /// Which share of closed matters is looked at again.
    public let sampling: Sampling
    public let templates: [String: Template]
    /// The unit that receives for the whole city: the hotline centre.
    public let desk: UnitCode
    /// Beginnings of answers and notes, in the order of the pack.
    public let replies: [Reply]
    /// What is said when residents are called back, by kind.
    public let scripts: [String: CallScript]
    /// Who serves residents where.
    public let contacts: ContactBook
    /// What residents may read about procedures and policies.
    public let papers: [Paper]
    /// How much of a kind everybody may read.
    let publishing: [String: Publishing]
    /// Why units may send back, in the order of the pack: what holds on a day and what once held.
    public let returnReasons: [RuleBook.Reason]
    /// Where a map's ground comes from, beside the city's own outlines.
    public let tiles: MapTiles?

    public init(
        name: LocalText, version: Int, areas: AreaTree, area: AreaCode, units: [Unit], roles: [Role],
        catalogue: Catalogue, dispatch: DispatchCatalogue, procedures: [Procedure], firstKind: String,
        calendar: WorkingCalendar, templates: [Template], desk: UnitCode, replies: [Reply] = [],
        contacts: ContactBook = .none, papers: [Paper] = [], tiles: MapTiles? = nil,
        limits: LimitTable = LimitTable(), sampling: Sampling = Sampling(),
        scripts: [String: CallScript] = [:], publishing: [String: Publishing] = [:],
        returnReasons: [RuleBook.Reason] = []
    ) {
        self.name = name
        self.version = version
        self.areas = areas
        self.area = area
        self.units = Dictionary(units.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        self.roles = Dictionary(roles.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.catalogue = catalogue
        self.dispatch = dispatch
        self.procedures = Dictionary(
            procedures.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
        self.firstKind = firstKind
        self.calendar = calendar
        self.limits = limits
        self.sampling = sampling
        self.templates = Dictionary(templates.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.desk = desk
        self.replies = replies
        self.scripts = scripts
        self.publishing = publishing
        self.returnReasons = returnReasons
        self.contacts = contacts
        self.papers = papers
        self.tiles = tiles
    }
}

/// A server of map pictures the city may use.
public struct MapTiles: Hashable, Sendable {
    /// `https://` with `{z}`, `{x}` and `{y}` in it.
    public let address: String
    /// Who must be named on the map.
    public let credit: String

    public init(address: String, credit: String) {
        self.address = address
        self.credit = credit
    }

    /// `https://host`, for the list of places pictures may come from; nil where the address is none that a
    /// browser could be given.
    public var host: String? {
        let prefix = "https://"
        guard address.hasPrefix(prefix), ["{z}", "{x}", "{y}"].allSatisfy({ wanted in holds(wanted) }) else {
            return nil
        }
        let host = address.dropFirst(prefix.count).prefix { $0 != "/" }
        let isHost = host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-:".contains($0)) }
        return isHost && !host.isEmpty ? prefix + host : nil
    }

    private func holds(_ part: String) -> Bool {
        let (text, wanted) = (Array(address.utf8), Array(part.utf8))
        return text.indices.contains { text[$0...].starts(with: wanted) }
    }
}

/// Words the city sends or offers, with `{number}`, `{unit}`, `{due}` and `{link}` to be filled.
public struct Template: Sendable, Hashable {
    public let name: String
    public let text: LocalText

    public init(name: String, text: LocalText) {
        self.name = name
        self.text = text
    }
}
