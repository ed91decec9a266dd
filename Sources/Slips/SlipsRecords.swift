import Core
package import Storage

/// A place as it stands here.
struct PlaceRecord: SQLRow, Hashable, Sendable {
    let place: SpeakPlace
    let isActive: Bool
    let changedAt: Moment

    init(place: SpeakPlace, isActive: Bool = true, changedAt: Moment) {
        self.place = place
        self.isActive = isActive
        self.changedAt = changedAt
    }

    init(row: Row) throws {
        self.init(
            place: try StoredJSON.value(SpeakPlace.self, row.get("content")),
            isActive: try row.get("is_active"), changedAt: try row.get("changed_at"))
    }
}

/// A box that was emptied, or a day of a station: so many slips were found.
package struct Opening: Hashable, Sendable {
    package let id: Int64
    let place: String
    let day: CivilDate
    let person: Int64
    let at: Moment
    /// How many slips were found; they are numbered from 1.
    let found: Int
    /// How many of them were typed in or declared.
    let entered: Int
    /// Which delegates were there.
    let delegates: String
    /// The scan of the whole stack: the id of a file.
    let scan: String?

    var isComplete: Bool { entered >= found }

    init(
        id: Int64, place: String, day: CivilDate, person: Int64, at: Moment, found: Int, entered: Int,
        delegates: String = "", scan: String? = nil
    ) {
        self.id = id
        self.place = place
        self.day = day
        self.person = person
        self.at = at
        self.found = found
        self.entered = entered
        self.delegates = delegates
        self.scan = scan
    }
}

extension Opening: SQLRow {
    package init(row: Row) throws {
        self.init(
            id: try row.get("id"), place: try row.get("place"),
            day: CivilDate(daysSince1970: try row.get("day")), person: try row.get("person"),
            at: try row.get("at"), found: try row.get("found"), entered: try row.get("entered"),
            delegates: try row.get("delegates"), scan: try row.get("scan"))
    }
}

/// One slip of an opening.
package struct Slip: Hashable, Sendable {
    let number: Int
    let state: State
    let reason: String?
    let matterID: Int64?
    let matterNumber: String?
    let title: String?
    let person: Int64
    let at: Moment
    let printedAt: Moment?

    package enum State: String, CaseIterable, Sendable { case taken, blank, illegible }

    init(
        number: Int, state: State, reason: String? = nil, matterID: Int64? = nil,
        matterNumber: String? = nil, title: String? = nil, person: Int64, at: Moment,
        printedAt: Moment? = nil
    ) {
        self.number = number
        self.state = state
        self.reason = reason
        self.matterID = matterID
        self.matterNumber = matterNumber
        self.title = title
        self.person = person
        self.at = at
        self.printedAt = printedAt
    }
}

extension Slip: SQLRow {
    package init(row: Row) throws {
        self.init(
            number: try row.get("number"), state: State(rawValue: try row.get("state")) ?? .blank,
            reason: try row.get("reason"), matterID: try row.get("matter_id"),
            matterNumber: try row.get("matter_number"), title: try row.get("title"),
            person: try row.get("person"), at: try row.get("at"), printedAt: try row.get("printed_at"))
    }
}

/// A person whom delegates received (M86).
package struct Reception: Hashable, Sendable {
    let id: Int64
    let place: String
    let at: Moment
    let delegate: String
    /// As they called themselves; shown masked to those who may not see contact data.
    let person: String?
    let mode: Mode
    let opinions: Int

    package enum Mode: String, CaseIterable, Sendable { case inPerson, visit, online, phone }

    init(
        id: Int64, place: String, at: Moment, delegate: String, person: String?, mode: Mode, opinions: Int
    ) {
        self.id = id
        self.place = place
        self.at = at
        self.delegate = delegate
        self.person = person
        self.mode = mode
        self.opinions = opinions
    }
}

extension Reception: SQLRow {
    package init(row: Row) throws {
        self.init(
            id: try row.get("id"), place: try row.get("place"), at: try row.get("at"),
            delegate: try row.get("delegate"), person: try row.get("person"),
            mode: Mode(rawValue: try row.get("mode")) ?? .inPerson, opinions: try row.get("opinions"))
    }
}

/// Where a matter comes from, for its page.
struct SlipOrigin: Hashable, Sendable {
    let place: String
    let day: CivilDate
    /// Of a slip: its opening and its number.
    var opening: Int64?
    var number: Int?
    var scan: String?
    /// Of somebody received.
    var delegate: String?
    var mode: Reception.Mode?
}

/// What is counted by month and place.
enum SlipFigure: String, CaseIterable, Sendable {
    case slips, blank, illegible
    case inPerson, visit, online, phone
    case opinions, transferred, answered, solved

    init(_ mode: Reception.Mode) {
        switch mode {
        case .inPerson: self = .inPerson
        case .visit: self = .visit
        case .online: self = .online
        case .phone: self = .phone
        }
    }

    init(_ state: Slip.State) {
        switch state {
        case .taken: self = .slips
        case .blank: self = .blank
        case .illegible: self = .illegible
        }
    }
}
