import Core
import Storage

/// A matter that went to a destination, and how far it came.
struct Sent: SQLRow, Hashable, Sendable {
    let id: Int64
    let destinationID: Int64
    let matterID: Int64
    /// Our number.
    let number: String
    /// Counted from 1: it may be given to the unit, taken away and given again.
    let round: Int
    let state: State
    /// How many events the matter had when it was written: what it says. Later ones go as comments.
    let since: Int
    let theirID: String?
    let token: String?
    /// How often their token was asked about.
    let asked: Int
    let theirStatus: String?
    let theirText: String?
    /// The moment of the last update that counted.
    let theirAt: Moment?
    let reason: String?
    let createdAt: Moment
    let changedAt: Moment

    enum State: String, Sendable, CaseIterable {
        /// On its way.
        case waiting
        /// Taken, without a number yet.
        case token
        /// They have it.
        case live
        /// They gave it back.
        case returned
        /// We took it away.
        case cancelled
        /// It is over here.
        case ended
        /// It did not arrive, or not as it should.
        case failed

        /// What happens here still goes there.
        var isOpen: Bool { self == .waiting || self == .token || self == .live }
    }

    init(row: Row) throws {
        id = try row.get("id")
        destinationID = try row.get("destination_id")
        matterID = try row.get("matter_id")
        number = try row.get("number")
        round = try row.get("round")
        state = State(rawValue: try row.get("state")) ?? .failed
        since = try row.get("since")
        theirID = try row.get("their_id")
        token = try row.get("token")
        asked = try row.get("asked")
        theirStatus = try row.get("their_status")
        theirText = try row.get("their_text")
        theirAt = try row.get("their_at")
        reason = try row.get("reason")
        createdAt = try row.get("created_at")
        changedAt = try row.get("changed_at")
    }

    static let columns: SQL = """
        id, destination_id, matter_id, number, round, state, since, their_id, token, asked, their_status,
        their_text, their_at, reason, created_at, changed_at
        """

    /// What its sending is called towards them.
    var message: String { "\(number)-\(destinationID)-\(round)" }
    /// What its sendings are found by.
    var reference: String { "sent:\(id)" }
}

/// Something that goes after a matter that went there: a resident's word, or that it is over.
struct Back: SQLRow, Hashable, Sendable {
    let id: Int64
    let sentID: Int64
    /// Ours, the same at every attempt: `update_id`.
    let message: String
    let status: String
    let text: String
    let solved: String?
    let satisfied: String?
    let at: Moment
    let state: State
    let reason: String?

    enum State: String, Sendable, CaseIterable {
        /// Waits for what goes before it.
        case held
        case sending, sent, failed
    }

    init(row: Row) throws {
        id = try row.get("id")
        sentID = try row.get("sent_id")
        message = try row.get("message")
        status = try row.get("status")
        text = try row.get("text")
        solved = try row.get("solved")
        satisfied = try row.get("satisfied")
        at = try row.get("at")
        state = State(rawValue: try row.get("state")) ?? .failed
        reason = try row.get("reason")
    }
}

/// An update of theirs that counted once, and what it made.
struct Taken: SQLRow, Hashable, Sendable {
    let updateID: String
    let status: String
    let text: String?
    let at: Moment?
    let takenAt: Moment
    let made: Made

    /// What became of an update.
    enum Made: String, Sendable, CaseIterable {
        /// Our unit accepted it.
        case accepted
        /// A word among colleagues.
        case noted
        /// The resident was told, and asked.
        case answered
        /// It is back at the desk.
        case returned
        /// It says what the one before it said.
        case same
        /// Older than one that counted.
        case old
        /// Nothing here could follow from it.
        case nothing
    }

    init(row: Row) throws {
        updateID = try row.get("update_id")
        status = try row.get("status")
        text = try row.get("text")
        at = try row.get("at")
        takenAt = try row.get("taken_at")
        made = Made(rawValue: try row.get("made")) ?? .nothing
    }
}
