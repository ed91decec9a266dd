extension LogVerifier {
    /// Verifies the chain of one matter, whose row in the table `matters` says where it must end.
    ///
    /// - Returns: What is wrong with it; empty when all is well.
    public static func verify(matter: Int64, in connection: any Connection) throws -> [Complaint] {
        var walk = ChainWalk()
        walk.begin(matter)
        for event in try EventLog.events(of: matter, in: connection) { walk.step(event) }
        if let head = try connection.first("SELECT version, head_hash FROM matters WHERE id = \(matter)") {
            walk.end(version: try head.get("version"), hash: try head.get("head_hash"))
        } else {
            walk.add(Complaint(matter: matter, sequence: 0, kind: .missing))
        }
        return walk.complaints()
    }
}
