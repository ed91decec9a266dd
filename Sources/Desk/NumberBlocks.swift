import Core
import Storage

/// Numbers that count up, taken from the database a block at a time: a row that every filing changed would
/// make all servers wait for one another.
actor NumberBlocks {
    private let database: any Database
    private var blocks: [String: Range<Int64>] = [:]
    private var fetching: [String: Task<Range<Int64>, any Error>] = [:]
    private var sizes: [String: Int64] = [:]
    /// A series that runs on takes larger blocks, to the last of these.
    private static let sizes: [Int64] = [16, 64, 256, 1024]
    /// Series of past days are forgotten: their numbers are not needed again.
    private static let mostSeries = 512

    init(database: any Database) { self.database = database }

    func next(_ series: String) async throws -> Int64 {
        while true {
            if let block = blocks[series], let number = block.first {
                blocks[series] = block.dropFirst()
                return number
            }
            let task = fetching[series] ?? fetch(series)
            fetching[series] = task
            let result = await task.result
            if fetching[series] == task {
                fetching[series] = nil
                if blocks.count > Self.mostSeries {
                    blocks = blocks.filter { $0.key == "matter" }
                    sizes = sizes.filter { $0.key == "matter" }
                }
                blocks[series] = try result.get()
            } else {
                _ = try result.get()
            }
        }
    }

    private func fetch(_ series: String) -> Task<Range<Int64>, any Error> {
        let size = sizes[series].flatMap { last in Self.sizes.first { $0 > last } ?? last } ?? Self.sizes[0]
        sizes[series] = size
        let database = database
        return Task { try await Self.fetch(size, of: series, from: database) }
    }

    private static func fetch(
        _ size: Int64, of series: String, from database: any Database
    ) async throws -> Range<Int64> {
        try await database.write { try NumberStore(connection: $0).take(size, of: series) }
    }
}
