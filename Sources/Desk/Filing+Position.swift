public import Core

extension Filing {
    /// The area from the position, as finely as the city's outlines say it: where none was chosen, or where
    /// the chosen one is wider. A resident's position outside every outline is refused; what other systems
    /// send is kept as it came.
    mutating func place(by actor: Actor, in city: City) throws(FilingRefusal) {
        guard let position else { return }
        switch actor {
        case .system: return
        case .officer, .resident: break
        }
        guard let found = city.areas.area(at: position) else {
            if city.isOutlined { throw .invalid(.position) }
            return
        }
        guard let area else {
            area = found
            return
        }
        if area.contains(found) { self.area = found }
    }
}

extension City {
    /// Whether the outline of the whole city is known.
    fileprivate var isOutlined: Bool { areas[area]?.shape != nil }
}

extension Position {
    /// From two fields of a form or of an address, as plain decimal degrees: no exponent, no comma, no words.
    ///
    /// - Throws: `FilingRefusal.invalid(.position)` for anything else, one without the other included.
    public init?(latitude: String?, longitude: String?) throws(FilingRefusal) {
        if latitude == nil, longitude == nil { return nil }
        guard let latitude = latitude.flatMap(Self.degrees), let longitude = longitude.flatMap(Self.degrees),
            let position = Position(latitude: latitude, longitude: longitude)
        else { throw .invalid(.position) }
        self = position
    }

    private static func degrees(_ text: String) -> Double? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 24, (1...2).contains(parts.count),
            parts.allSatisfy({ part in !part.isEmpty && part.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        return Double(text)
    }
}
