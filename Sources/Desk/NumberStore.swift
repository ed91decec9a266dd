import Core
import Storage

/// The next free number of every series.
struct NumberStore {
    let connection: any Connection

    /// Takes so many numbers at once; nobody else gets them.
    func take(_ size: Int64, of series: String) throws -> Range<Int64> {
        let end: Int64? = try connection.value(
            """
            INSERT INTO numbers (series, next) VALUES (\(series), \(1 + size))
            ON CONFLICT (series) DO UPDATE SET next = numbers.next + \(size) RETURNING next
            """)
        guard let end else { throw Fault.noNumber }
        return (end - size)..<end
    }
}
