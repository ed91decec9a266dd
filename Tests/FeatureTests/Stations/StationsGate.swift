import Core
import Synchronization
import Web

/// A clock that stands still until it is moved. Lock: the time, which the site reads meanwhile.
final class StationsClock: Sendable {
    private let moment = Mutex(TownCity.start)
    var now: Moment { moment.withLock { $0 } }
    func move(_ milliseconds: Int64) { moment.withLock { $0 = $0 + milliseconds } }
}

/// The people of the town; the clerk takes calls, the supervisor sees figures.
struct StationsGate: Gatekeeper {
    private func officer(_ name: String) -> Officer? {
        guard let officer = TownCity.people[name] else { return nil }
        let more: Set<Role.Power> = name == "clerk" ? [.takeCalls] : []
        return Officer(
            personID: officer.personID, name: officer.name, login: name, posts: officer.posts,
            powers: officer.powers.union(more), sessionID: officer.sessionID)
    }

    func officer(session token: String, now: Moment) async throws -> SignedIn? {
        officer(token).map { SignedIn(officer: $0) }
    }

    func bearer(_ token: String, now: Moment) async throws -> Bearer? {
        let parts = token.split(separator: "+").map(String.init)
        guard let name = parts.first, let officer = officer(name) else { return nil }
        return Bearer(officer: officer, scopes: Set(parts.dropFirst()))
    }
}
