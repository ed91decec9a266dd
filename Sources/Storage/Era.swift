import Core

/// What the server's count of transactions is raised by.
///
/// Followers and anchors read events in the order of the transactions that wrote them. A dump restored into
/// another server keeps the old numbers, but that server counts from its own beginning: without a shift its
/// events would stand before those already read, and nobody would ever see them.
enum Era {
    /// Raises the shift when the stored events are ahead of the server, as only a restored dump is. The
    /// migrator holds its lock meanwhile.
    static func adopt(in connection: any Connection) throws {
        guard connection.dialect == .postgres else { return }
        let newest = try connection.value(Int64.self, "SELECT xid FROM events ORDER BY xid DESC LIMIT 1") ?? 0
        let current: Int64 = try connection.value("SELECT \(connection.dialect.transactionNumber)") ?? 0
        if newest >= current {
            try connection.run("UPDATE eras SET shift = shift + \(newest - current + 1)")
        }
    }
}
