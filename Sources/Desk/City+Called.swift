import Core
import Language

/// What people call the parts of a city, in any spelling.
extension City {
    /// A leaf of the catalogue by its code or name.
    func category(called text: String) -> String? {
        let asked = Analyser.folded(text)
        return catalogue.leaves.first { $0.code == text || $0.name.isCalled(asked) }?.code
    }

    func unit(called text: String) -> UnitCode? {
        if let unit = units[UnitCode(text)] { return unit.code }
        let asked = Analyser.folded(text)
        return units.values.filter { $0.name.isCalled(asked) }.map(\.code).min()
    }

    /// The widest area of a name; what lies in it belongs to it.
    func area(called text: String) -> AreaCode? {
        if let code = AreaCode(text), areas[code] != nil { return code }
        let asked = Analyser.folded(text)
        return areas.codes.filter { areas[$0]?.name.isCalled(asked) == true }
            .min { ($0.level, $0) < ($1.level, $1) }
    }

    func kind(called text: String) -> String? {
        if procedures[text] != nil { return text }
        let asked = Analyser.folded(text)
        return procedures.filter { $0.value.name.isCalled(asked) }.keys.min()
    }
}

extension LocalText {
    fileprivate func isCalled(_ asked: String) -> Bool {
        !asked.isEmpty && (Analyser.folded(zh) == asked || Analyser.folded(en) == asked)
    }
}
