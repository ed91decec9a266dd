/// An arbitration: a unit above said who has a matter after units sent it back (M43).
public struct Ruling: Hashable, Sendable {
    public let category: String
    /// Where the matter is.
    public let area: AreaCode
    public let unit: UnitCode

    public init(category: String, area: AreaCode, unit: UnitCode) {
        self.category = category
        self.area = area
        self.unit = unit
    }

    /// For what a rule would have to stand in the catalogue so that matters like this go to the unit by
    /// themselves: its class, in the smaller of the area the deciding rule is for and the area the unit
    /// serves. Nil where the catalogue says the same already, or the unit does not serve there.
    public func proposal(in city: City, on day: CivilDate) -> DispatchCatalogue.Cell? {
        guard let unit = city.units[unit], city.catalogue[category] != nil else { return nil }
        let decision = city.dispatch.decision(for: category, at: area, on: day, in: city.catalogue)
        if decision?.unit == unit.code { return nil }
        let around = decision?.rule.area ?? city.area
        if unit.area.contains(around) { return .init(category: category, area: around) }
        if unit.area.contains(area) { return .init(category: category, area: unit.area) }
        return nil
    }
}
