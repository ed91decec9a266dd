import Core
public import Storage

extension Directory {
    /// Active people by login or by name in either language, exactly as written but for capitals; for
    /// followers of the log, which call those whom a note names.
    public static func people(named names: [String], in connection: any Connection) throws -> [Person] {
        try PeopleStore(connection).named(names)
    }
}
