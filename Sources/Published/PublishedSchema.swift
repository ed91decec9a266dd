public import Storage

/// The table of what is published: figures, counted now and then. The matters themselves are kept by the
/// desk.
public enum PublishedSchema {
    public static let migrations: [Migration] = [figures]

    private static let figures = Migration(
        "0480-published",
        """
        CREATE TABLE published_figures (
            id BIGINT PRIMARY KEY,
            raised BIGINT NOT NULL,
            answered BIGINT NOT NULL,
            ended BIGINT NOT NULL,
            solved BIGINT NOT NULL,
            at BIGINT NOT NULL
        );
        """)
}
