import CPostgres
import Core

/// Where a server is and how a connection to it is set.
struct PostgresAddress: Sendable {
    let url: String
    /// Milliseconds; 0 for no limit.
    let statementTimeout: Int
    /// Milliseconds that the server may say nothing after a statement's time is over.
    let silence: Int

    init(_ url: String, statementTimeout: Int, silence: Int = 10_000) throws(Fault) {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://"), !url.utf8.contains(0) else {
            throw Fault(
                .configuration, "The address of the database does not begin with postgres://.",
                remedy: "Write postgres://user:password@host:5432/name.")
        }
        guard let options = PQconninfoParse(url, nil) else {
            // libpq's own sentence would repeat the password.
            throw Fault(
                .configuration, "The address of the PostgreSQL server cannot be read.",
                remedy:
                    "Write postgres://user:password@host:5432/name; `%` and `@` in a password as %25 and %40."
            )
        }
        PQconninfoFree(options)
        self.url = url
        self.statementTimeout = max(0, statementTimeout)
        self.silence = max(0, silence)
    }

    /// libpq's settings in the order it reads them: what stands in the address comes last and wins.
    var settings: [(name: String, value: String)] {
        [
            ("application_name", "lianxin"), ("connect_timeout", "5"), ("keepalives_idle", "30"),
            ("tcp_user_timeout", "30000"), ("dbname", url), ("client_encoding", "UTF8"),
        ]
    }

    /// Sent once on every connection. A commit that a server was told not to wait for is waited for.
    var preparation: String {
        """
        SET statement_timeout = \(statementTimeout);
        SET random_page_cost = 1.1;
        SET work_mem = '32MB';
        SET jit = off;
        SET client_min_messages = warning;
        SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') IN ('off', 'local')
        """
    }
}
