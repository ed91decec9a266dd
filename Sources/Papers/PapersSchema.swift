public import Storage

/// The table of the papers. Shipped migrations never change.
public enum PapersSchema {
    public static let migrations: [Migration] = [papers]

    /// How often each paper was opened on which day (days since 1970): whether it was used. No reader is
    /// kept.
    private static let papers = Migration(
        "0330-papers",
        """
        CREATE TABLE papers_read (
            name TEXT NOT NULL,
            day BIGINT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (name, day)
        );
        """)
}
