public import Core

/// What was answered to a request that carried a key, so that the same request sent twice does one thing.
public enum IdempotencyKeys {
    /// What a key says about a request.
    public enum Finding: Sendable, Hashable {
        /// The key is new: do what is asked and `keep` the answer.
        case new
        /// The same request came before: give the same answer.
        case same(answer: String, status: Int)
        /// The key came before with another request: refuse.
        case other
    }

    /// Looks for a key.
    ///
    /// - Parameters:
    ///   - owner: Whose key it is; keys of two owners never meet.
    ///   - request: A hash of method, path and body.
    public static func look(
        owner: String, key: String, request: [UInt8], in connection: any Connection
    ) throws -> Finding {
        let row = try connection.first(
            "SELECT request, answer, status FROM idempotency WHERE owner = \(owner) AND key = \(key)")
        guard let row else { return .new }
        guard try row.get("request") == request else { return .other }
        return .same(answer: try row.get("answer"), status: try row.get("status"))
    }

    /// Keeps an answer, in the transaction of what it tells.
    ///
    /// - Throws: A `Fault` of code `constraint` when the same key was kept meanwhile; look again then.
    public static func keep(
        owner: String, key: String, request: [UInt8], answer: String, status: Int, now: Moment,
        in connection: any Connection
    ) throws {
        try connection.run(
            """
            INSERT INTO idempotency (owner, key, request, answer, status, at)
            VALUES (\(owner), \(key), \(request), \(answer), \(status), \(now))
            """)
    }

    /// Forgets keys older than a moment.
    ///
    /// - Returns: How many.
    @discardableResult
    public static func sweep(before moment: Moment, in connection: any Connection) throws -> Int {
        try connection.run("DELETE FROM idempotency WHERE at < \(moment)")
    }
}
