import Storage

/// The tables of search, since tokens have a version. Shipped migrations never change.
enum SearchSchema {
    /// `search_indexes` says which of two sides of an index is asked: a new version of the analyser fills the
    /// other side while the first answers. Side −1 is the index of migrations 0101 and 0120.
    ///
    /// On SQLite a side is a full-text table, which also knows words by their first character: searches for
    /// one character are common. On PostgreSQL it is a small table of words that came lately,
    /// and beside it one row for each word in each bucket of 65,536 keys, which holds the keys that have the
    /// word: a common word costs the newest bucket, a rare or absent one a few probes of an index.
    static let words = Migration(
        "0121-search",
        """
        CREATE TABLE search_indexes (
            name TEXT PRIMARY KEY,
            version BIGINT NOT NULL,
            side BIGINT NOT NULL,
            next_version BIGINT,
            done BIGINT NOT NULL,
            last BIGINT NOT NULL,
            begun BIGINT NOT NULL,
            stale BIGINT NOT NULL
        );
        INSERT INTO search_indexes (name, version, side, next_version, done, last, begun, stale)
        SELECT 'matter', CASE WHEN EXISTS (SELECT 1 FROM matters) THEN 1 ELSE 2 END,
            CASE WHEN EXISTS (SELECT 1 FROM matters) THEN -1 ELSE 0 END, NULL, 0, 0, 0, 0;
        INSERT INTO search_indexes (name, version, side, next_version, done, last, begun, stale)
        SELECT 'public', CASE WHEN EXISTS (SELECT 1 FROM matters) THEN 1 ELSE 2 END,
            CASE WHEN EXISTS (SELECT 1 FROM matters) THEN -1 ELSE 0 END, NULL, 0, 0, 0, 0;
        """,
        sqlite: both { name in
            """
            CREATE VIRTUAL TABLE \(name("words")) USING fts5 (
                terms, content = '', detail = none, prefix = '1',
                tokenize = "unicode61 remove_diacritics 0"
            );

            """
        },
        postgres: both { name in
            """
            CREATE TABLE \(name("words")) (
                matter_id BIGINT PRIMARY KEY,
                terms TSVECTOR NOT NULL
            ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
            CREATE INDEX \(name("words_terms")) ON \(name("words")) USING gin (terms) WITH (fastupdate = off);
            CREATE TABLE \(name("postings")) (
                bucket BIGINT NOT NULL,
                term TEXT COLLATE "C" NOT NULL,
                ids BYTEA NOT NULL,
                PRIMARY KEY (bucket, term)
            );
            ALTER TABLE \(name("postings")) ALTER COLUMN ids SET STORAGE EXTERNAL;

            """
        })

    /// The words that are common in a bucket, on SQLite (`SearchCommonStore`): how many buckets are made, and
    /// which one is being made.
    static let common = Migration(
        "0122-search",
        """
        ALTER TABLE search_indexes ADD COLUMN buckets BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE search_indexes ADD COLUMN building BIGINT;
        """,
        sqlite: SearchIndex.allCases.map { index in
            """
            CREATE TABLE \(index.rawValue)_common (
                bucket BIGINT NOT NULL,
                term TEXT NOT NULL,
                ids BLOB NOT NULL,
                PRIMARY KEY (bucket, term)
            ) WITHOUT ROWID;

            """
        }.joined())

    /// Statements for both sides of both indexes.
    private static func both(_ statements: ((String) -> String) -> String) -> String {
        ["matter", "public"].flatMap { index in
            [0, 1].map { side in statements { "\(index)_\($0)\(side)" } }
        }.joined()
    }
}

/// Which matters an index of words holds.
enum SearchIndex: String, Sendable, CaseIterable {
    case matters = "matter"
    /// What is published, as it is published.
    case published = "public"

    /// The table of words of a side.
    func words(_ side: SearchSide) -> SQL {
        switch (self, side) {
        case (.matters, .first): "matter_words0"
        case (.matters, .second): "matter_words1"
        case (.matters, .legacy): "matter_search"
        case (.published, .first): "public_words0"
        case (.published, .second): "public_words1"
        case (.published, .legacy): "public_search"
        }
    }

    /// The keys that the table of words holds, on SQLite.
    func keys(_ side: SearchSide) -> SQL { words(side) + "_docsize" }

    /// The table of what is common in a bucket, on SQLite.
    var common: SQL {
        switch self {
        case .matters: "matter_common"
        case .published: "public_common"
        }
    }

    /// The table of the buckets of a side, on PostgreSQL; the legacy side has none.
    func postings(_ side: SearchSide) -> SQL {
        switch (self, side) {
        case (.matters, .first), (.matters, .legacy): "matter_postings0"
        case (.matters, .second): "matter_postings1"
        case (.published, .first), (.published, .legacy): "public_postings0"
        case (.published, .second): "public_postings1"
        }
    }
}

/// Which of the two tables of an index is meant.
enum SearchSide: Int64, Sendable {
    case legacy = -1
    case first = 0
    case second = 1

    var other: SearchSide { self == .first ? .second : .first }
}

/// How an index stands: which side answers, and whether another one is being made.
struct SearchState: SQLRow, Hashable {
    var version: Int
    var side: SearchSide
    var nextVersion: Int?
    /// The last key that was copied to the next side, and the last there was when it was begun.
    var done: Int64
    var last: Int64
    /// The transaction after which everybody writes to both sides.
    var begun: Int64
    /// The side that answered before still holds its rows.
    var isStale: Bool
    /// So many buckets know their common words, and the one that is being read now, until something of it
    /// changes.
    var buckets: Int64
    var building: Int64?

    init(row: Row) throws {
        version = try row.get("version")
        side = SearchSide(rawValue: try row.get("side")) ?? .legacy
        nextVersion = try row.get("next_version")
        done = try row.get("done")
        last = try row.get("last")
        begun = try row.get("begun")
        isStale = try row.get("stale")
        buckets = try row.get("buckets")
        building = try row.get("building")
    }

    /// The side that is being made.
    var next: SearchSide? { nextVersion == nil ? nil : side.other }
}
