public import Core
import Desk
import Language
public import Markup
import Storage
public import Web

/// What everybody may read about a mass event, masked and confirmed by an officer.
extension JoinsDesk {
    /// The notices of an area, for its page; nil where there are none.
    public func notices(in area: AreaCode, _ visit: Web.Visit) async throws -> HTML? {
        let above = city.areas.path(to: area).map(\.code).filter { $0 != area }
        let found = try await desk.database.read {
            try NoticeStore(connection: $0).shown(in: area, above: above)
        }
        if found.isEmpty { return nil }
        let views = found.map { NoticeView(visit: visit, notice: $0).html }
        return NoticeView.all(views, visit)
    }

    /// The notice of a matter, or of the one it is handled with.
    func notice(of matter: Matter) async throws -> PublicNotice? {
        let main = try await desk.joins(of: matter.id).main
        let id = main.map { $0.isOpen ? $0.id : matter.id } ?? matter.id
        return try await desk.database.read { try NoticeStore(connection: $0).shown(of: id) }
    }

    /// What stands in a form, masked and in its limits.
    ///
    /// - Throws: `JoinRefusal`.
    func notice(
        what: String, place: String, since: Moment?, until: Moment?, of main: Matter, by person: Int64,
        at now: Moment
    ) throws(JoinRefusal) -> PublicNotice {
        guard let category = main.category, city.catalogue.isOpen(category) else { throw .notPublic }
        guard !what.isEmpty, what.count <= PublicNotice.whatLimit else { throw .what }
        guard place.count <= PublicNotice.placeLimit else { throw .place }
        guard let since, since <= now else { throw .since }
        if let until, until <= since { throw .until }
        return PublicNotice(
            main: main.id, area: main.area.ancestor(at: .grid) ?? main.area,
            what: Masking.publicCopy(of: what, by: .unit), place: Masking.publicCopy(of: place, by: .unit),
            since: since, until: until, person: person, confirmedAt: now)
    }

    /// Shows a notice that needs no masking, as the demo does.
    ///
    /// - Throws: `JoinRefusal` for texts that are missing or too long, and days in the wrong order.
    public func publish(
        _ what: String, place: String, since: Moment, until: Moment?, of main: Matter, by person: Int64,
        at now: Moment
    ) async throws {
        try await show(
            notice(
                what: what, place: place, since: since, until: until, of: main, by: person, at: now))
    }

    func show(_ notice: PublicNotice) async throws {
        try await desk.database.write { try NoticeStore(connection: $0).show(notice) }
    }

    func hideNotice(of main: Int64) async throws {
        try await desk.database.write { try NoticeStore(connection: $0).hide(main) }
    }
}
