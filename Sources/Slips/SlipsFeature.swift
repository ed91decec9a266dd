public import Core
public import Files
public import Markup
public import Web

/// Whether a matter, by its number, is one that is open already. `back` is where the browser goes afterwards.
public typealias SlipQuestion =
    @Sendable (_ number: String, _ back: String, Web.Visit) async throws -> HTML?

extension Feature {
    /// Slips: places where people speak, openings, stacks, receipts, receptions (M16, M84, M85, M86).
    ///
    /// - Parameters:
    ///   - names: the names of people at work, by their ids.
    ///   - question: after a slip became a matter: whether it is one that is open already.
    ///   - look: the same before it becomes one; nil where nobody looks.
    public static func slips(
        _ slips: SlipsDesk, shelf: FileShelf,
        names: @escaping @Sendable ([Int64]) async throws -> [Int64: LocalText],
        question: @escaping SlipQuestion = { _, _, _ in nil }, look: SlipLook? = nil
    ) -> Feature {
        Feature(
            name: "slips",
            words: WordFiles(owner: "Slips", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "slips.menu", path: SlipsPath.home, audience: .officers, icon: "inbox", order: 48,
                    group: .channels),
                MenuEntry(
                    key: "slips.places.menu", path: SlipsPath.places, audience: .visitors, icon: "pin",
                    order: 28),
            ],
            specimens: { SlipsSpecimens.all },
            panels: [
                MatterPanel(order: 40) { matter, visit in
                    guard let (origin, place) = try await slips.origin(of: matter.id) else { return nil }
                    return SlipPanel(
                        telling: SlipTelling(visit: visit, city: slips.city), origin: origin, place: place
                    ).html
                }
            ]
        ) { site in
            SlipsRoutes(
                slips: slips, shelf: shelf, names: names, question: question, look: look,
                randomBytes: site.surroundings.randomBytes
            ).add(to: site)
        }
    }
}
