public import Storage

/// The tables of the chats. Shipped migrations never change.
public enum ChatsSchema {
    public static let migrations: [Migration] = [chats]

    /// Groups as they are edited here, each with what the city pack last said of it; their messages, as long
    /// as they are kept; which matters came from which; and what is counted by month and group.
    private static let chats = Migration(
        "0450-chats",
        """
        CREATE TABLE chats_groups (
            code TEXT PRIMARY KEY,
            area TEXT NOT NULL,
            steward TEXT NOT NULL,
            is_active BIGINT NOT NULL,
            content TEXT NOT NULL,
            packed TEXT,
            changed_at BIGINT NOT NULL
        );
        CREATE INDEX chats_groups_area ON chats_groups (area, code);
        CREATE INDEX chats_groups_steward ON chats_groups (steward, code);
        CREATE TABLE chats_messages (
            id {id},
            group_code TEXT NOT NULL,
            message TEXT NOT NULL,
            author TEXT NOT NULL,
            name TEXT NOT NULL,
            phone TEXT,
            at BIGINT NOT NULL,
            text TEXT NOT NULL,
            media TEXT NOT NULL,
            reply_to TEXT,
            state TEXT NOT NULL
                CHECK (state IN ('new', 'matter', 'answered', 'aside', 'steward', 'recalled')),
            matter_id BIGINT,
            due_at BIGINT NOT NULL,
            forget_at BIGINT NOT NULL,
            received_at BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX chats_messages_message ON chats_messages (group_code, message);
        CREATE INDEX chats_messages_list ON chats_messages (group_code, id);
        CREATE INDEX chats_messages_due ON chats_messages (due_at, id) WHERE state = 'new';
        CREATE INDEX chats_messages_open ON chats_messages (group_code, due_at) WHERE state = 'new';
        CREATE INDEX chats_messages_forget ON chats_messages (forget_at) WHERE state <> 'matter';
        CREATE INDEX chats_messages_matter ON chats_messages (matter_id, id) WHERE matter_id IS NOT NULL;
        CREATE TABLE chats_recalled (
            group_code TEXT NOT NULL,
            message TEXT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (group_code, message)
        );
        CREATE INDEX chats_recalled_age ON chats_recalled (at);
        CREATE TABLE chats_matters (
            matter_id BIGINT PRIMARY KEY,
            number TEXT NOT NULL,
            kind TEXT NOT NULL,
            group_code TEXT NOT NULL,
            message TEXT NOT NULL,
            author TEXT NOT NULL,
            made_by BIGINT NOT NULL,
            made_at BIGINT NOT NULL
        );
        CREATE TABLE chats_counts (
            month TEXT NOT NULL,
            group_code TEXT NOT NULL,
            figure TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (month, group_code, figure)
        );
        """)
}
