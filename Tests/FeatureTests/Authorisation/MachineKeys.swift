import Courier
import Storage
import Web

@testable import lianxin

/// Keys of other systems, one of each sort, that hold; one of each that was taken back; and the secret with
/// which we ourselves sign what we send to others.
struct MachineKeys: Sendable {
    let holding: [KeyScope: String]
    let revoked: [KeyScope: String]
    let ofWebhooks: String

    static func make(in whole: WholeTown) async throws -> MachineKeys {
        let (ring, now) = (whole.town.keys, Surroundings.live.now())
        // A key of a line bears the line's code.
        guard
            let line = try await whole.rows("SELECT code FROM lines_register ORDER BY from_day, code").first?[
                "code"],
            let webhook = try await whole.rows(
                "SELECT secret FROM courier_endpoints WHERE topic = 'webhooks'"
            ).first?["secret"]
        else { throw WholeTown.Missing(what: "a line and a webhook") }
        var (holding, revoked): ([KeyScope: String], [KeyScope: String]) = ([:], [:])
        for scope in KeyScope.allCases {
            let name = scope == .lines ? line : "matrix"
            revoked[scope] = try await ring.create(name, scope: scope, at: now)
            for key in try await ring.keys(scope) where key.name == name && key.revokedAt == nil {
                _ = try await ring.revoke(key.id, at: now)
            }
            holding[scope] = try await ring.create(name, scope: scope, at: now)
        }
        return MachineKeys(holding: holding, revoked: revoked, ofWebhooks: webhook)
    }

    /// Every key that does not open a door of this sort, with the name by which it is complained of.
    ///
    /// - Parameter token: of a person at work.
    func wrong(at sort: String, token: String?) -> [(who: String, key: String)] {
        var wrong = KeyScope.allCases.filter { $0.rawValue != sort }.compactMap { scope in
            holding[scope].map { (who: "a key for \(scope.rawValue)", key: $0) }
        }
        if let key = KeyScope(rawValue: sort).flatMap({ revoked[$0] }) {
            wrong.append(("a revoked key", key))
        }
        wrong.append(("the secret of our webhooks", ofWebhooks))
        if let token { wrong.append(("a person's token", token)) }
        return wrong
    }

    func right(at sort: String) -> String? { KeyScope(rawValue: sort).flatMap { holding[$0] } }
}
