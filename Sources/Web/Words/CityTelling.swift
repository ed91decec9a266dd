public import Core

/// Tells the things of a city in the reader's words: what every page says of units, areas and classes. A code
/// that the city does not know any more is told as it is.
public protocol CityTelling: Sendable {
    var words: Words { get }
    var city: City { get }
}

extension CityTelling {
    public func unit(_ code: UnitCode) -> String { city.units[code].map { words($0.name) } ?? code.text }

    public func unit(_ code: UnitCode?) -> String? { code.map { unit($0) as String } }

    public func kind(_ kind: String) -> String { city.procedures[kind].map { words($0.name) } ?? kind }

    public func stage(_ stage: String, of kind: String) -> String {
        city.procedures[kind]?.stage(stage).map { words($0.text) } ?? stage
    }

    /// `环境 / 垃圾清运`: the class with those above it.
    public func category(_ code: String) -> String {
        let line = city.catalogue.lineage(of: code).reversed().map { words($0.name) }
        return line.isEmpty ? code : line.joined(separator: " / ")
    }

    /// The class alone.
    public func categoryName(_ code: String?) -> String? {
        code.map { code in city.catalogue[code].map { words($0.name) } ?? code }
    }

    /// Below the city, from the county down to the smallest: a grid's name alone stands in every village.
    /// The city itself by its own name.
    public func area(_ code: AreaCode) -> String { words.area(code, in: city.areas) }
}

extension Words {
    /// The names of an area and those around it, the widest first in Chinese and last in English; province
    /// and city left out where anything is left.
    public func area(_ code: AreaCode, in areas: AreaTree) -> String {
        let path = areas.path(to: code)
        let below = path.filter { $0.code.level > .city }
        let named = (below.isEmpty ? path.suffix(1) : below[...]).map { self($0.name) }
        if named.isEmpty { return code.text }
        switch language {
        case .zh: return named.joined()
        case .en: return named.reversed().joined(separator: ", ")
        }
    }
}
