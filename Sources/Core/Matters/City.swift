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
    public let dispatch: DispatchCatalogue
    public let procedures: [String: Procedure]
    /// The kind a resident's own words become before anybody has read them.
    public let firstKind: String
    public let calendar: WorkingCalendar
    public let templates: [String: Template]
    /// The unit that receives for the whole city: the hotline centre.
    public let desk: UnitCode

    public init(
        name: LocalText, version: Int, areas: AreaTree, area: AreaCode, units: [Unit], roles: [Role],
        catalogue: Catalogue, dispatch: DispatchCatalogue, procedures: [Procedure], firstKind: String,
        calendar: WorkingCalendar, templates: [Template], desk: UnitCode
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
        self.templates = Dictionary(templates.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.desk = desk
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
