import Core
import Storage
import Testing
@testable import Triage

@Suite("The dispatches behind a figure")
struct DispatchListTests {
    private static let areas = ["110101001001", "110101002001", "110102001001", "1101", "110102"]

    private func fill(_ database: any Database) async throws {
        try await database.write { connection in
            for matter in 1...120 {
                let state = FirstDispatch.State.allCases[matter % 3]
                try connection.run(
                    """
                    INSERT INTO triage_matters (matter_id, number, month, area, channel, category, unit, way,
                        state, hops, refused, at)
                    VALUES (\(matter), \("N\(matter)"), \(202_610 + matter % 2), \(Self.areas[matter % 5]),
                        \(matter % 4 == 1 ? "web" : "hotline"), \(matter % 7 == 0 ? "lamp" : "road"),
                        \(matter % 11 < 5 ? "ROADS" : "WATER"), \(matter % 6 == 1 ? "automatic" : "people"),
                        \(state.rawValue), 1, '', \(TownCity.start))
                    """)
            }
        }
    }

    @Test(
        "are those of its place, its sort and its state, the newest first, page by page",
        arguments: TestEngine.present)
    func pages(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Migrator(TriageSchema.migrations).migrate(database, now: TownCity.start)
            try await fill(database)
            let names: [(DispatchStore.Dimension, String)] = [
                (.all, ""), (.channel, "web"), (.category, "lamp"), (.unit, "ROADS"), (.way, "automatic"),
            ]
            let states: [FirstDispatch.State?] = [nil] + FirstDispatch.State.allCases.map { $0 }
            var found = 0
            for place in ["1101", "110101", "110102", "110101002"].map(TownCity.area) {
                for (dimension, name) in names {
                    for state in states {
                        let all = try await read(database, dimension, name, state, in: place)
                        let expected = (1...120).reversed().filter { matter in
                            fits(matter, dimension, state, in: place)
                        }
                        let asked = "\(place) \(dimension) \(String(describing: state))"
                        #expect(all == expected.map { Int64($0) }, "\(asked)")
                        found += all.count
                    }
                }
            }
            #expect(found > 300)
        }
    }

    private func fits(
        _ matter: Int, _ dimension: DispatchStore.Dimension, _ state: FirstDispatch.State?,
        in place: AreaCode
    ) -> Bool {
        guard matter % 2 == 1, Self.areas[matter % 5].hasPrefix(place.text) else { return false }
        if let state, state != FirstDispatch.State.allCases[matter % 3] { return false }
        return switch dimension {
        case .all: true
        case .channel: matter % 4 == 1
        case .category: matter % 7 == 0
        case .unit: matter % 11 < 5
        case .way: matter % 6 == 1
        }
    }

    private func read(
        _ database: any Database, _ dimension: DispatchStore.Dimension, _ name: String,
        _ state: FirstDispatch.State?, in place: AreaCode
    ) async throws -> [Int64] {
        var (seen, last): ([Int64], Int64?) = ([], nil)
        while true {
            let before = last
            let page = try await database.read { connection in
                try DispatchStore(connection: connection).matters(
                    dimension, name, month: 202_611, state: state, in: place, before: before, limit: 4)
            }
            seen += page.map(\.matter)
            guard page.count == 4 else { return seen }
            last = page.last?.matter
        }
    }
}
