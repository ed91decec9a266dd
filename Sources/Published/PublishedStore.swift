import Core
import Storage

/// The figures, within a transaction.
struct PublishedStore {
    let connection: any Connection

    /// Counts what was raised since a moment: a range of an index, open matters and ended ones.
    func count(from: Moment, at now: Moment) throws -> PublishedFigures {
        var (raised, answered, ended, solved) = (0, 0, 0, 0)
        for status in ["open", "closed"] {
            let row = try connection.first(
                """
                SELECT count(*) AS raised, count(answered_at) AS answered, count(outcome) AS ended,
                    count(CASE WHEN outcome = \(Outcome.solved.rawValue) THEN 1 END) AS solved
                FROM public_matters
                WHERE status = \(status) AND raised_at >= \(from) AND raised_at <= \(now)
                """)
            guard let row else { continue }
            raised += try row.get("raised")
            answered += try row.get("answered")
            ended += try row.get("ended")
            solved += try row.get("solved")
        }
        return PublishedFigures(raised: raised, answered: answered, ended: ended, solved: solved, at: now)
    }

    func keep(_ figures: PublishedFigures) throws {
        try connection.run(
            """
            INSERT INTO published_figures (id, raised, answered, ended, solved, at)
            VALUES (1, \(figures.raised), \(figures.answered), \(figures.ended), \(figures.solved),
                \(figures.at))
            ON CONFLICT (id) DO UPDATE SET raised = excluded.raised, answered = excluded.answered,
                ended = excluded.ended, solved = excluded.solved, at = excluded.at
            """)
    }

    func figures() throws -> PublishedFigures? {
        let row = try connection.first(
            "SELECT raised, answered, ended, solved, at FROM published_figures WHERE id = 1")
        return try row.map { row in
            PublishedFigures(
                raised: try row.get("raised"), answered: try row.get("answered"),
                ended: try row.get("ended"), solved: try row.get("solved"), at: try row.get("at"))
        }
    }
}
