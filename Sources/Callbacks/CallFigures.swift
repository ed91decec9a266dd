public import Core
import Desk
public import Storage

/// What calls brought in a span of days. Names: `opinion`, `content`, `attempt:noAnswer`, `unreachable`,
/// `check`, `checkFailed`, `excluded`, `sampled`.
public struct CallFigures: Sendable, Hashable {
    let sums: [String: Int]

    subscript(name: String) -> Int { sums[name] ?? 0 }

    /// Tries that did not reach anybody.
    var attempts: Int { CallBackResult.allCases.reduce(0) { $0 + self["attempt:\($1.rawValue)"] } }
    /// Opinions that were told to somebody who called or visited.
    var opinions: Int { self["opinion"] }
    /// All tries, those that reached somebody among them.
    var tries: Int { attempts + opinions }

    /// Follows the log and counts what callers kept of it. Days are the city's.
    public static func follower(city: City) -> Follower {
        let calendar = city.calendar
        return Follower(
            name: "callbacks", reset: { try FigureStore(connection: $0).forget() },
            follow: { events, connection in
                let store = FigureStore(connection: connection)
                for logged in events {
                    let event = try Event(logged)
                    let day = calendar.date(of: event.at).daysSince1970
                    for fact in event.facts {
                        for name in names(of: fact, by: event.by) { try store.add(name, day: day) }
                    }
                }
            })
    }

    private static func names(of fact: Fact, by doer: Doer) -> [String] {
        switch fact {
        case .rated(let solved, let satisfied, _):
            guard case .officer = doer else { return [] }
            return ["opinion"] + (solved && satisfied ? ["content"] : [])
        case .attempted(let result): return ["attempt:\(result.rawValue)"]
        case .check(.made(let solved, let satisfied, _)):
            return ["check"] + (solved && satisfied ? [] : ["checkFailed"])
        case .check(.due(_, let isSampled)): return isSampled ? ["sampled"] : ["checkDue"]
        case .excluded: return ["excluded"]
        case .closed(.unreachable): return ["unreachable"]
        default: return []
        }
    }
}
