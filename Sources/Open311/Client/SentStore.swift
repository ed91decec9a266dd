import Core
import Storage

/// What went to destinations and what came from them, within a transaction.
struct SentStore {
    let connection: any Connection

    // MARK: Matters that went there

    /// - Returns: Its key; nil where this round of the matter went there already.
    func add(
        to destination: Int64, matter: Int64, number: String, round: Int, since: Int, now: Moment
    ) throws -> Int64? {
        let row = try connection.first(
            """
            INSERT INTO open311_sent
                (destination_id, matter_id, number, round, state, since, created_at, changed_at)
            VALUES (\(destination), \(matter), \(number), \(round), 'waiting', \(since), \(now), \(now))
            ON CONFLICT (destination_id, matter_id, round) DO NOTHING RETURNING id
            """)
        return try row?.get("id")
    }

    func sent(_ id: Int64, locked: Bool = false) throws -> Sent? {
        try connection.first(
            Sent.self,
            """
            SELECT \(Sent.columns) FROM open311_sent WHERE id = \(id)\
            \(locked ? connection.dialect.forUpdate : .none)
            """)
    }

    /// All of a matter, the newest first.
    func all(ofMatter id: Int64) throws -> [Sent] {
        try connection.all(
            """
            SELECT \(Sent.columns) FROM open311_sent WHERE matter_id = \(id) ORDER BY id DESC LIMIT 20
            """)
    }

    func page(
        of destination: Int64, in states: [Sent.State], before id: Int64?, limit: Int
    ) throws -> [Sent] {
        let rest: SQL = id.map { " AND id < \($0)" } ?? .none
        return try connection.all(
            """
            SELECT \(Sent.columns) FROM open311_sent
            WHERE destination_id = \(destination) AND state IN (\(list: states.map(\.rawValue)))\(rest)
            ORDER BY id DESC LIMIT \(literal: limit)
            """)
    }

    /// How many stand in each state.
    func counts(of destination: Int64) throws -> [Sent.State: Int] {
        var counts: [Sent.State: Int] = [:]
        for row in try connection.rows(
            """
            SELECT state, count(*) AS count FROM open311_sent WHERE destination_id = \(destination)
            GROUP BY state
            """)
        {
            if let state = Sent.State(rawValue: try row.get("state")) { counts[state] = try row.get("count") }
        }
        return counts
    }

    /// Those that are theirs under these numbers.
    func sent(to destination: Int64, theirs ids: [String]) throws -> [Sent] {
        try connection.all(
            """
            SELECT \(Sent.columns) FROM open311_sent
            WHERE destination_id = \(destination) AND their_id IN (\(list: ids))
            """)
    }

    /// Live ones in the order of their keys, for servers that are asked one by one.
    func live(of destination: Int64, after id: Int64, limit: Int) throws -> [Sent] {
        try connection.all(
            """
            SELECT \(Sent.columns) FROM open311_sent
            WHERE destination_id = \(destination) AND state = 'live' AND id > \(id)
            ORDER BY id LIMIT \(literal: limit)
            """)
    }

    /// Takes those whose token may be asked about now.
    func takeTokens(until later: Moment, now: Moment) throws -> [Sent] {
        try connection.all(
            """
            UPDATE open311_sent SET ask_at = \(later), asked = asked + 1
            WHERE id IN (SELECT id FROM open311_sent WHERE state = 'token' AND ask_at <= \(now)
                ORDER BY ask_at, id LIMIT 20\(connection.dialect.skipLocked))
            RETURNING \(Sent.columns)
            """)
    }

    func set(_ state: Sent.State, reason: String? = nil, of id: Int64, now: Moment) throws {
        try connection.run(
            """
            UPDATE open311_sent SET state = \(state.rawValue), reason = COALESCE(\(reason), reason),
                changed_at = \(now)
            WHERE id = \(id)
            """)
    }

    /// Keeps their number.
    ///
    /// - Returns: False where another matter of ours has it: they gave it twice.
    func set(theirs id: String, of sent: Sent, now: Moment) throws -> Bool {
        let other: Int64? = try connection.value(
            """
            SELECT id FROM open311_sent
            WHERE destination_id = \(sent.destinationID) AND their_id = \(id) AND id <> \(sent.id)
            """)
        if other != nil { return false }
        // What was over here meanwhile stays over; its last word still goes there.
        try connection.run(
            """
            UPDATE open311_sent SET their_id = \(id), changed_at = \(now), ask_at = NULL,
                state = CASE WHEN state IN ('waiting', 'token', 'failed') THEN 'live' ELSE state END,
                reason = NULL
            WHERE id = \(sent.id)
            """)
        return true
    }

    func set(token: String, of id: Int64, askAt: Moment, now: Moment) throws {
        try connection.run(
            """
            UPDATE open311_sent SET token = \(token), ask_at = \(askAt), changed_at = \(now),
                state = CASE WHEN state = 'waiting' THEN 'token' ELSE state END
            WHERE id = \(id)
            """)
    }

    func askLater(_ id: Int64, at moment: Moment) throws {
        try connection.run("UPDATE open311_sent SET ask_at = \(moment) WHERE id = \(id)")
    }

    func set(status: String, text: String?, at moment: Moment, of id: Int64, now: Moment) throws {
        try connection.run(
            """
            UPDATE open311_sent SET their_status = \(status), their_text = \(text), their_at = \(moment),
                changed_at = \(now)
            WHERE id = \(id)
            """)
    }

    /// What they say next counts, also when they say the same again.
    func forgetStatus(of id: Int64) throws {
        try connection.run(
            "UPDATE open311_sent SET their_status = NULL, their_text = NULL WHERE id = \(id)")
    }

    /// Failed ones that nobody here was told of yet.
    func untold(limit: Int) throws -> [Sent] {
        try connection.all(
            """
            SELECT \(Sent.columns) FROM open311_sent WHERE state = 'failed' AND told = 0
            ORDER BY id LIMIT \(literal: limit)
            """)
    }

    func told(_ id: Int64) throws {
        try connection.run("UPDATE open311_sent SET told = 1 WHERE id = \(id)")
    }

    // MARK: What goes after them

    @discardableResult
    func add(
        _ status: String, text: String, solved: String? = nil, satisfied: String? = nil, message: String,
        to sent: Int64, at moment: Moment
    ) throws -> Bool {
        try connection.run(
            """
            INSERT INTO open311_back (sent_id, message, status, text, solved, satisfied, at, state)
            VALUES (\(sent), \(message), \(status), \(text), \(solved), \(satisfied), \(moment), 'held')
            ON CONFLICT (sent_id, message) DO NOTHING
            """) == 1
    }

    /// The next one that may go: none goes before the one ahead of it is settled.
    func next(of sent: Int64) throws -> Back? {
        let isBusy: Int? = try connection.value(
            "SELECT 1 FROM open311_back WHERE sent_id = \(sent) AND state = 'sending' LIMIT 1")
        if isBusy != nil { return nil }
        return try connection.first(
            Back.self,
            "SELECT * FROM open311_back WHERE sent_id = \(sent) AND state = 'held' ORDER BY id LIMIT 1")
    }

    func back(_ id: Int64) throws -> Back? {
        try connection.first(Back.self, "SELECT * FROM open311_back WHERE id = \(id)")
    }

    func backs(of sent: Int64) throws -> [Back] {
        try connection.all(
            "SELECT * FROM open311_back WHERE sent_id = \(sent) ORDER BY id DESC LIMIT 50")
    }

    func set(_ state: Back.State, reason: String? = nil, ofBack id: Int64) throws {
        try connection.run(
            "UPDATE open311_back SET state = \(state.rawValue), reason = \(reason) WHERE id = \(id)")
    }

    /// What waits for something that will not arrive does not go either.
    func dropHeld(of sent: Int64, reason: String) throws {
        try connection.run(
            """
            UPDATE open311_back SET state = 'failed', reason = \(reason)
            WHERE sent_id = \(sent) AND state = 'held'
            """)
    }

    /// Lets nothing more go to a destination that was removed.
    func stop(_ destination: Int64, reason: String, now: Moment) throws {
        let sents: SQL = "SELECT id FROM open311_sent WHERE destination_id = \(destination)"
        try connection.run(
            """
            UPDATE sendings SET state = 'stopped', settled_at = \(now), reason = \(reason)
            WHERE topic = \(Open311Client.topic) AND state = 'waiting' AND (
                reference IN (SELECT 'sent:' || id FROM open311_sent WHERE destination_id = \(destination))
                OR reference IN (SELECT 'back:' || id FROM open311_back WHERE sent_id IN (\(sents))))
            """)
        try connection.run(
            """
            UPDATE open311_back SET state = 'failed', reason = \(reason)
            WHERE state IN ('held', 'sending') AND sent_id IN (\(sents))
            """)
        try connection.run(
            """
            UPDATE open311_sent SET state = 'cancelled', reason = \(reason), changed_at = \(now)
            WHERE destination_id = \(destination) AND state IN ('waiting', 'token', 'live')
            """)
    }

    // MARK: What came from them

    func isTaken(_ update: String, of sent: Int64) throws -> Bool {
        let one: Int? = try connection.value(
            "SELECT 1 FROM open311_taken WHERE sent_id = \(sent) AND update_id = \(update)")
        return one != nil
    }

    func countTaken(of sent: Int64) throws -> Int {
        try connection.value("SELECT count(*) FROM open311_taken WHERE sent_id = \(sent)") ?? 0
    }

    func take(_ update: TheirUpdate, of sent: Int64, made: Taken.Made, now: Moment) throws {
        try connection.run(
            """
            INSERT INTO open311_taken (sent_id, update_id, status, text, at, taken_at, made)
            VALUES (\(sent), \(update.id), \(update.status), \(update.text), \(update.at), \(now),
                \(made.rawValue))
            """)
    }

    func taken(of sent: Int64) throws -> [Taken] {
        try connection.all(
            """
            SELECT update_id, status, text, at, taken_at, made FROM open311_taken WHERE sent_id = \(sent)
            ORDER BY taken_at DESC LIMIT 50
            """)
    }
}
