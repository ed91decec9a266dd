public import Core
public import Storage

/// What was decided about a matter by a suggestion: by the program alone, or by a person who took one.
public struct DecisionRecord: SQLRow, Sendable, Hashable {
    public let id: Int64
    public let matterID: Int64
    public let number: String
    public let at: Moment
    public let isAutomatic: Bool
    public let person: Int64?
    /// The model that made the suggestion; nil where there was none.
    public let version: Int?
    /// Which of the suggestions it was, from 1; 0 where the person chose another.
    public let place: Int
    public let category: String
    /// In thousandths.
    public let probability: Int
    public let unit: UnitCode
    /// The dispatch rule that named the unit, as the catalogue writes it: `0101@980101`.
    public let rule: String?
    /// In thousandths; nil where a person decided.
    public let threshold: Int?
    public let area: AreaCode
    /// Whether it was drawn to be looked at again.
    public let isDrawn: Bool
    public let audit: Audit?

    /// What somebody found who looked at it again.
    public struct Audit: Hashable, Sendable {
        public let auditor: Int64
        public let at: Moment
        public let category: String
        public let unit: UnitCode
        public let isRight: Bool
        public let note: String?

        public init(
            auditor: Int64, at: Moment, category: String, unit: UnitCode, isRight: Bool, note: String? = nil
        ) {
            self.auditor = auditor
            self.at = at
            self.category = category
            self.unit = unit
            self.isRight = isRight
            self.note = note
        }
    }

    public init(row: Row) throws {
        id = try row.get("id")
        matterID = try row.get("matter_id")
        number = try row.get("number")
        at = try row.get("at")
        isAutomatic = try row.get("automatic")
        person = try row.get("person")
        version = try row.get("version")
        place = try row.get("place")
        category = try row.get("category")
        probability = try row.get("probability")
        unit = try row.get("unit")
        rule = try row.get("rule")
        threshold = try row.get("threshold")
        area = try row.get("area")
        isDrawn = try row.get("drawn")
        if let auditor: Int64 = try row.get("auditor"), let at: Moment = try row.get("audited_at"),
            let category: String = try row.get("own_category"), let unit: UnitCode = try row.get("own_unit")
        {
            audit = Audit(
                auditor: auditor, at: at, category: category, unit: unit,
                isRight: try row.get("verdict", as: String?.self) == "right", note: try row.get("note"))
        } else {
            audit = nil
        }
    }

    init(
        id: Int64 = 0, matterID: Int64, number: String, at: Moment, isAutomatic: Bool, person: Int64?,
        version: Int?, place: Int, category: String, probability: Int, unit: UnitCode, rule: String?,
        threshold: Int?, area: AreaCode, isDrawn: Bool, audit: Audit? = nil
    ) {
        self.id = id
        self.matterID = matterID
        self.number = number
        self.at = at
        self.isAutomatic = isAutomatic
        self.person = person
        self.version = version
        self.place = place
        self.category = category
        self.probability = probability
        self.unit = unit
        self.rule = rule
        self.threshold = threshold
        self.area = area
        self.isDrawn = isDrawn
        self.audit = audit
    }
}
