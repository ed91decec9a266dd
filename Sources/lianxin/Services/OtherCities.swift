import Core
import Courier
import Desk
import Directory
import Open311
import Web

extension Open311Client {
    /// The client of a town: it asks through the program's own way out, and keeps answers in the name of an
    /// account that nobody can sign in with.
    init(_ desk: Desk, _ outside: Outside, pauseSeconds: Int) {
        let transport = outside.transport
        self.init(
            desk: desk, pauseSeconds: pauseSeconds,
            ask: { url, limit in try await Self.fetch(url, limit, by: transport) },
            connector: {
                let directory = Directory(
                    database: desk.database, city: desk.city, surroundings: .live, demo: false)
                return try await directory.connector()
            })
    }

    static func fetch(_ url: String, _ limit: Int, by transport: Transport) async throws -> Answer {
        do throws(TransportRefusal) {
            // What has more bytes than that comes slowly as well.
            let reply = try await transport.perform(
                WebRequest(url: url), keeping: .whole(limit), within: limit > 1 << 20 ? 60 : 15)
            return Answer(status: reply.status, body: reply.body)
        } catch {
            if error.code == "too-large" { throw NoAnswer.tooLarge }
            throw NoAnswer.failed(error.code)
        }
    }
}

extension Directory {
    private static let connectorLogin = "open311-connector"

    /// The account in whose name answers of other cities are kept. It has no post and no password.
    fileprivate func connector() async throws -> Int64 {
        if let known = try await person(login: Self.connectorLogin) { return known.id }
        do {
            return try await addPerson(
                login: Self.connectorLogin, name: LocalText(zh: "外部系统", en: "Other system"), posts: [],
                by: .system("open311"), now: Surroundings.live.now())
        } catch DirectoryRefusal.loginTaken {
            // Another server made it meanwhile.
            guard let known = try await person(login: Self.connectorLogin) else {
                throw DirectoryRefusal.loginTaken
            }
            return known.id
        }
    }
}
