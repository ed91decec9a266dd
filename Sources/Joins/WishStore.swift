public import Core
public import Storage

/// What somebody said of a matter before anybody joined it: that it is the same as another one, or as none of
/// those that were shown.
///
/// Who raised it, or took it in, may not join it by the city's procedure; whoever may reads this first.
public struct Wish: Hashable, Sendable {
    public let member: Int64
    /// Nil for none of those that were shown.
    public let main: Int64?
    /// Who said it; nil for whoever raised the matter.
    public let person: Int64?
    public let at: Moment

    public init(member: Int64, main: Int64?, person: Int64? = nil, at: Moment) {
        self.member = member
        self.main = main
        self.person = person
        self.at = at
    }

    /// Keeps it in place of what was said of the matter before, in the transaction that files the matter.
    public func keep(in connection: any Connection) throws {
        try WishStore(connection: connection).keep(self)
    }
}

extension Wish: SQLRow {
    public init(row: Row) throws {
        self.init(
            member: try row.get("matter_id"), main: try row.get("main_id"), person: try row.get("person"),
            at: try row.get("at"))
    }
}

/// What was said of matters that are not joined yet.
struct WishStore {
    let connection: any Connection

    func keep(_ wish: Wish) throws {
        try connection.run("DELETE FROM joins_wishes WHERE matter_id = \(wish.member)")
        try connection.run(
            """
            INSERT INTO joins_wishes (matter_id, main_id, person, at)
            VALUES (\(wish.member), \(wish.main), \(wish.person), \(wish.at))
            """)
    }

    func wishes(of members: [Int64]) throws -> [Int64: Wish] {
        if members.isEmpty { return [:] }
        let wishes: [Wish] = try connection.all(
            "SELECT matter_id, main_id, person, at FROM joins_wishes WHERE matter_id IN (\(list: members))")
        return Dictionary(wishes.map { ($0.member, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
