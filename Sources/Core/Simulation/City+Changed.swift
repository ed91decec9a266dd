extension City {
    /// The same city with other limits beside those of its kinds, or with another dispatch catalogue.
    public func changed(limits: LimitTable? = nil, dispatch: DispatchCatalogue? = nil) -> City {
        var city = self
        if let limits { city.limits = limits }
        if let dispatch { city.dispatch = dispatch }
        return city
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
