public import Storage

/// The tables of what is told outside. Shipped migrations never change.
public enum DeliveriesSchema {
    public static let migrations: [Migration] = [deliveries, companions]

    /// Which message of the outbox left with which sending; which matters their residents want to hear no
    /// more of; the secret addresses of calendars; why something was sent again.
    private static let deliveries = Migration(
        "0470-deliveries",
        """
        CREATE TABLE deliveries_notices (
            outbox_id BIGINT PRIMARY KEY,
            sending_id BIGINT NOT NULL,
            open BIGINT NOT NULL DEFAULT 1
        );
        CREATE INDEX deliveries_notices_sending ON deliveries_notices (sending_id);
        CREATE INDEX deliveries_notices_open ON deliveries_notices (sending_id) WHERE open = 1;
        CREATE INDEX deliveries_outbox_reader ON outbox (audience, address, id)
            WHERE sent_at IS NULL AND failed IS NULL;
        CREATE TABLE deliveries_stops (
            matter_id BIGINT PRIMARY KEY,
            at BIGINT NOT NULL
        );
        CREATE TABLE deliveries_calendars (
            person BIGINT PRIMARY KEY,
            hash {blob} NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX deliveries_calendars_hash ON deliveries_calendars (hash);
        CREATE TABLE deliveries_resends (
            id {id},
            sending_id BIGINT NOT NULL,
            at BIGINT NOT NULL,
            person BIGINT NOT NULL,
            reason TEXT NOT NULL
        );
        CREATE INDEX deliveries_resends_sending ON deliveries_resends (sending_id, id);
        """)

    /// What waits for its reader and was not taken yet: what waits for its sending is not walked.
    private static let companions = Migration(
        "0471-deliveries-companions",
        """
        DROP INDEX deliveries_outbox_reader;
        CREATE INDEX deliveries_outbox_companions ON outbox (audience, address, id)
            WHERE sent_at IS NULL AND failed IS NULL AND attempts = 0;
        """)
}
