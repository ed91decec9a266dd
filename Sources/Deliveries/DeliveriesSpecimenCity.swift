import Core

/// The city of the specimens.
enum DeliveriesSpecimenCity {
    static let city: City? = {
        guard let area = AreaCode("9901"), let from = CivilDate("2026-01-01"),
            let through = CivilDate("2027-12-31"), let hours = DayHours("09:00-17:00"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { return nil }
        let name = LocalText(zh: "样城", en: "Sample City")
        let long = LocalText(
            zh: String(repeating: "长", count: 300),
            en: #""><script>alert(1)</script>"# + String(repeating: "w", count: 300))
        return City(
            name: name, version: 1, areas: AreaTree([Area(code: area, name: name)]), area: area,
            units: [
                Unit(code: UnitCode("A"), name: LocalText(zh: "热线中心", en: "Centre"), area: area, parent: nil),
                Unit(code: UnitCode("B"), name: long, area: area, parent: UnitCode("A")),
            ],
            roles: [Role(name: "administrator", text: name, sight: .area, powers: [.manageChannels])],
            catalogue: Catalogue([
                .init(code: "lamp", name: LocalText(zh: "路灯", en: "Street lamps"), parent: nil, isLeaf: true),
                .init(code: "long", name: long, parent: nil, isLeaf: true),
            ]), dispatch: DispatchCatalogue([]), procedures: [], firstKind: "request", calendar: calendar,
            templates: [
                Template(
                    name: "asked",
                    text: LocalText(zh: "您的事项 {number} 解决了吗？{link}", en: "Is {number} solved? {link}"))
            ], desk: UnitCode("A"))
    }()
}
