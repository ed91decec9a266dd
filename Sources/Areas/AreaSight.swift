import Core
import Crypto
import FoundationEssentials
import Storage
import Web

/// What everybody may see of a matter: only classes that are everybody's business, only once a unit has it,
/// only what is open or was solved.
struct AreaSight: Sendable {
    let city: City
    let messages: AreaMessages
    private let key: SymmetricKey

    init(city: City, messages: AreaMessages, secret: [UInt8]) {
        self.city = city
        self.messages = messages
        key = SymmetricKey(data: secret)
    }

    /// Nil for a matter that is not for everybody.
    func record(of row: Row) throws -> AreaRecord? {
        let outcome: String? = try row.get("outcome")
        let lead: String? = try row.get("lead")
        guard let category: String = try row.get("category"), city.catalogue.isOpen(category), lead != nil,
            outcome == nil || outcome == Outcome.solved.rawValue
        else { return nil }
        let (latitude, longitude): (Double?, Double?) = (try row.get("latitude"), try row.get("longitude"))
        let position = latitude.flatMap { latitude in
            longitude.flatMap { Position(latitude: latitude, longitude: $0)?.rounded(decimals: 3) }
        }
        let area: AreaCode = try row.get("area")
        let id: Int64 = try row.get("id")
        return AreaRecord(
            id: id, key: publicKey(of: id), kind: try row.get("kind"), category: category,
            // A building would say too much.
            area: area.ancestor(at: .grid) ?? area, stage: try row.get("stage"), isOpen: outcome == nil,
            position: position, raisedAt: try row.get("raised_at"), changedAt: try row.get("changed_at"),
            closedAt: outcome == nil ? nil : try row.get("closed_at"))
    }

    /// The key of a matter on public pages: only who has the city's secret can make it, and nobody can
    /// count matters by it.
    func publicKey(of id: Int64) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("area matter \(id)".utf8), using: key)
        return Base64URL.encode(Array(code.prefix(15)))
    }

    /// Days since 1970 in the city's time; never 0, which stands for all days.
    func day(of moment: Moment) -> Int { max(1, city.calendar.date(of: moment).daysSince1970) }

    /// Where a matter stands, in the words of the procedure: what is said to its resident is not for
    /// others.
    func stage(_ record: AreaRecord, _ language: Language) -> String {
        city.procedures[record.kind]?.stage(record.stage)?.text[language] ?? ""
    }

    func solvedMessage(_ record: AreaRecord, _ language: Language) -> String? {
        messages.solved(
            category: city.catalogue[record.category]?.name, area: place(of: record.area, language), record,
            language)
    }

    /// Village and grid of a matter: `花园社区 第一网格`.
    func place(of area: AreaCode, _ language: Language) -> String {
        let path = city.areas.path(to: area).filter { $0.code.level >= .town }
        let shown = path.filter { $0.code.level >= .village }
        return (shown.isEmpty ? path.suffix(1) : shown[...]).map { $0.name[language] }
            .joined(separator: language == .zh ? "" : ", ")
    }
}
