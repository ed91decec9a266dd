import Core
import Storage

/// A finding as it is kept, with what the matter's own row says.
struct FindingRow: SQLRow, Hashable, Sendable {
    let id: Int64
    let matterID: Int64
    let number: String
    let title: String
    let sequence: Int
    let check: QualityCheck
    let unit: UnitCode
    let area: AreaCode
    /// The unit that leads the matter now.
    let lead: UnitCode?
    let raisedTo: UnitCode?
    let at: Moment
    let reason: QualityReason
    let state: QualityState
    let person: Int64?
    let note: String?
    let decidedAt: Moment?

    init(row: Row) throws {
        id = try row.get("id")
        matterID = try row.get("matter_id")
        number = try row.get("number")
        title = try row.get("title")
        sequence = try row.get("seq")
        let (sort, state, area): (String, String, String) = (
            try row.get("sort"), try row.get("state"), try row.get("area")
        )
        guard let check = QualityCheck(rawValue: sort), let kept = QualityState(rawValue: state),
            let place = AreaCode(area)
        else {
            throw Fault(
                .corrupt, "A quality finding holds “\(sort)” or “\(state)”.",
                remedy: "Run `lianxin verify`, then restore a backup.")
        }
        self.check = check
        self.state = kept
        self.area = place
        unit = UnitCode(try row.get("unit"))
        lead = try row.get("lead", as: String?.self).map { UnitCode($0) }
        raisedTo = try row.get("raised_to", as: String?.self).map { UnitCode($0) }
        at = try row.get("at")
        reason = try StoredJSON.value(QualityReason.self, row.get("reason"))
        person = try row.get("person")
        note = try row.get("note")
        decidedAt = try row.get("decided_at")
    }

    init(
        id: Int64, number: String, title: String, check: QualityCheck, unit: UnitCode, area: AreaCode,
        at: Moment, reason: QualityReason, state: QualityState = .open, note: String? = nil
    ) {
        (self.id, self.number, self.title, self.check) = (id, number, title, check)
        (self.unit, self.area, self.at, self.reason) = (unit, area, at, reason)
        (self.state, self.note) = (state, note)
        (matterID, sequence, lead, raisedTo) = (id, 1, unit, nil)
        person = state == .open ? nil : 1
        decidedAt = state == .open ? nil : at
    }
}

/// In whose lists a finding stands.
enum QualityPlace: Hashable, Sendable {
    case area(AreaCode)
    case unit(UnitCode)

    var key: String {
        switch self {
        case .area(let area): "a:\(area.text)"
        case .unit(let unit): "u:\(unit.text)"
        }
    }

    /// The unit's list, and those of the area and every area around it.
    static func all(unit: UnitCode, area: AreaCode) -> [QualityPlace] {
        var places: [QualityPlace] = [.unit(unit), .area(area)]
        for level in AreaLevel.allCases where level >= .city {
            if let around = area.ancestor(at: level), around != area { places.append(.area(around)) }
        }
        return places
    }
}
