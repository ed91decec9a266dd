import Core
import Desk
import Storage

/// Whether a matter's resident wants to hear of it. Who holds the private link says so.
extension DeliveriesDesk {
    func stopAddress(of number: String) -> String { address + DeliveriesPath.stop(desk.token(of: number)) }

    func isStopped(_ number: String) async throws -> Bool {
        try await desk.database.read { try NoticeStore(connection: $0).isStopped(number: number) }
    }

    func stop(_ number: String, at now: Moment) async throws {
        try await desk.database.write { try NoticeStore(connection: $0).stop(number, now: now) }
    }

    func resume(_ number: String) async throws {
        try await desk.database.write { try NoticeStore(connection: $0).resume(number) }
    }
}
