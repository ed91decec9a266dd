extension City {
    /// The same city with other limits beside those of its kinds, or with another dispatch catalogue.
    public func changed(limits: LimitTable? = nil, dispatch: DispatchCatalogue? = nil) -> City {
        City(
            name: name, version: version, areas: areas, area: area, units: Array(units.values),
            roles: Array(roles.values), catalogue: catalogue, dispatch: dispatch ?? self.dispatch,
            procedures: Array(procedures.values), firstKind: firstKind, calendar: calendar,
            templates: Array(templates.values), desk: desk, replies: replies, contacts: contacts,
            papers: papers, tiles: tiles, limits: limits ?? self.limits, sampling: sampling,
            scripts: scripts)
    }
}

extension DispatchCatalogue {
    /// The catalogue with rules that are new, or stand in the place of those for the same class and area.
    public func replacing(_ new: [Rule]) -> DispatchCatalogue {
        DispatchCatalogue(
            rules.filter { old in !new.contains { $0.category == old.category && $0.area == old.area } } + new
        )
    }
}
