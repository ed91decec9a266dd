import Core
import Desk
public import Storage

/// Who saw whose contact data when and why, kept by a follower of the log, so that no page ever walks
/// through it.
public enum Reveals {
    public static let follower = Follower(
        name: "reveals", reset: { try AuditStore(connection: $0).forgetReveals() },
        follow: { events, connection in
            let store = AuditStore(connection: connection)
            for logged in events {
                let event = try Event(logged)
                guard case .officer(let person, let unit) = event.by else { continue }
                for case .contactRevealed(let reason) in event.facts {
                    try store.keep(logged, person: person, unit: unit, reason: reason)
                }
            }
        })
}
