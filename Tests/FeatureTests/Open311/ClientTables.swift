import Core
@testable import Courier
import Desk
import Files
import Foundation
import Matters
@testable import Open311
import Storage
import Synchronization
import Web

/// A town that hands matters to another city, and that city as a test wants it to be.
struct ClientTown: Sendable {
    let town: TestTown
    let client: Open311Client
    let city: OtherCity
    /// Where what is posted goes.
    let post: Posting

    typealias Posting = @Sendable (Payload.Asked) async throws -> (status: Int, text: String)

    /// The connector's person in the tests.
    static let person: Int64 = 77

    /// A town with a destination that the roads stand for and lamps are sent to.
    static func with(
        format: Destination.Format = .json, knowsResident: Bool = false,
        _ body: (ClientTown, Int64) async throws -> Void
    ) async throws {
        try await empty { here in
            var new = NewDestination(name: "邻市", base: "https://311.example.org/v2/", unit: UnitCode("ROADS"))
            (new.format, new.key, new.knowsResident) = (format, "lxk_secret", knowsResident)
            let id = try await here.client.add(new, at: here.town.now)
            try await here.client.map("lamp", to: "L1", attributes: ["POLE": "7"], of: id)
            try await body(here, id)
        }
    }

    /// - Parameters:
    ///   - ask: Answers what is asked; the made-up city where nil.
    ///   - post: Takes what is posted; the made-up city where nil.
    static func empty(
        ask: Open311Client.Fetching? = nil, post: Posting? = nil, _ body: (ClientTown) async throws -> Void
    ) async throws {
        let city = OtherCity()
        try await TestTown.with { town in
            try await Migrator(
                StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
                    + FilesSchema.migrations + CourierSchema.migrations + Open311ClientSchema.migrations
            ).migrate(town.desk.database, now: town.now)
            let client = Open311Client(
                desk: town.desk, ask: ask ?? { url, limit in try city.answer(url, limit) },
                connector: { person })
            try await body(
                ClientTown(town: town, client: client, city: city, post: post ?? { city.take($0) }))
        }
    }

    /// A matter of a resident that the roads have.
    func dispatched(_ text: String = "路灯不亮，电话19900001234", category: String = "lamp") async throws -> String {
        var filing = Filing(text: text, channel: .web)
        filing.area = TownCity.area(TownCity.village)
        filing.place = "村口老槐树旁"
        filing.position = Position(latitude: 30.61, longitude: 110.21)
        filing.contact = Filing.Contact(name: "测试甲", phone: "19900001234")
        let number = try await town.desk.file(filing, by: .resident, at: town.now).number
        try await move("register", [.category: category], number, by: "dispatcher")
        try await move("dispatch", [.unit: "ROADS"], number, by: "dispatcher")
        return number
    }

    /// Without a name of somebody it is the resident.
    func move(
        _ name: String, _ inputs: [InputWord: String] = [:], _ number: String, by person: String = ""
    ) async throws {
        town.wait(60_000)
        let actor = TownCity.people[person]?.actor ?? .resident
        _ = try await town.desk.perform(Order(name, inputs), on: .number(number), by: actor, at: town.now)
    }

    /// Brings everything to where it can come without time: the log is followed, what is due is delivered.
    func deliver() async throws {
        for _ in 0..<10 {
            let seen = try await FollowerRunner.settled([client.follower], on: town.desk.database)
            let sent = try await send()
            if seen == 0, sent == 0 { return }
        }
    }

    /// Makes an attempt at each sending that waits.
    private func send() async throws -> Int {
        let now = town.now
        let waiting = try await town.desk.database.read { connection in
            try SendingStore(connection).page(topic: "open311", state: .waiting, before: nil, limit: 100)
        }
        var count = 0
        for sending in waiting.reversed() {
            let topic = client.sendingTopic
            let payload = try await town.desk.database.write { try topic.prepared(sending, $0) }
            guard case .request(let asked)? = payload else { continue }
            let reply = try await post(asked)
            if reply.status == 0 { continue }
            count += 1
            try await town.desk.database.write { connection in
                let store = SendingStore(connection)
                let isTaken = (200..<300).contains(reply.status)
                _ = try store.settle(
                    sending, as: isTaken ? .sent : .failed, status: reply.status,
                    reason: isTaken ? nil : "status", answer: reply.text, now: now)
                guard let settled = try store.sending(sending.id) else { return }
                try topic.settled(settled, reply.text, connection, now)
            }
        }
        return count
    }

    /// Asks the other city as often as it takes.
    func follow() async throws {
        town.wait(61_000)
        for _ in 0..<5 { _ = try await client.tick(at: town.now) }
        _ = try await FollowerRunner.settled([client.follower], on: town.desk.database)
    }

    func sents(of number: String) async throws -> [Sent] {
        guard let matter = try await town.state(of: number).matter else { return [] }
        return try await town.desk.database.read { connection in
            try SentStore(connection: connection).all(ofMatter: matter.id)
        }
    }

    func facts(of number: String) async throws -> [Fact] {
        try await town.state(of: number).events.flatMap(\.facts)
    }
}

/// Another city's server: it keeps what it is sent, gives numbers, and tells the updates a test put in.
///
/// Lock: its state, which the town asks for while a test changes it.
final class OtherCity: Sendable {
    struct State {
        var requests: [[String: String]] = []
        var comments: [[String: String]] = []
        var asked: [String] = []
        var updates: [Update] = []
        /// Answers in place of the usual ones, by the part of the address they are for.
        var instead: [String: (status: Int, text: String)] = [:]
        var isDown = false
    }

    struct Update {
        var id: String?
        var request = "N-1"
        var status: String
        var at: Moment?
        var text: String?
    }

    private let state = Mutex(State())

    var now: State { state.withLock { $0 } }
    func change(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }

    func say(
        _ status: String, _ text: String?, at moment: Moment?, id: String? = nil, request: String = "N-1"
    ) {
        state.withLock { state in
            state.updates.append(
                Update(
                    id: id ?? "u\(state.updates.count + 1)", request: request, status: status, at: moment,
                    text: text))
        }
    }

    /// Takes what was posted.
    func take(_ asked: Payload.Asked) -> (status: Int, text: String) {
        state.withLock { state in
            if state.isDown { return (0, "") }
            var fields: [String: String] = ["url": asked.url]
            for pair in asked.body.split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1).map {
                    String($0).removingPercentEncoding ?? ""
                }
                fields[parts[0]] = parts.count > 1 ? parts[1] : ""
            }
            let path = asked.url.contains("servicerequestupdates") ? "comments" : "requests"
            if let instead = state.instead[path] { return instead }
            if path == "comments" {
                state.comments.append(fields)
                return (200, #"[{"update_id":"\#(fields["update_id"] ?? "")"}]"#)
            }
            // The same message again is the same request (Idempotency-Key).
            let key = asked.headers["Idempotency-Key"] ?? ""
            let before = state.requests.firstIndex { $0["key"] == key }
            fields["key"] = key
            if before == nil { state.requests.append(fields) }
            return (200, #"[{"service_request_id":"N-\#((before ?? state.requests.count - 1) + 1)"}]"#)
        }
    }

    /// Answers a GET.
    func answer(_ url: String, _ limit: Int) throws -> Open311Client.Answer {
        try state.withLock { state in
            state.asked.append(url)
            if state.isDown { throw Open311Client.NoAnswer.failed("unreachable") }
            for (part, instead) in state.instead where url.contains(part) {
                if instead.text.utf8.count > limit { throw Open311Client.NoAnswer.tooLarge }
                return Open311Client.Answer(status: instead.status, body: Array(instead.text.utf8))
            }
            let isXML = url.contains(".xml")
            let rows = state.updates.map { isXML ? $0.xml : $0.json }
            let text =
                isXML
                ? "<service_request_updates>\(rows.joined())</service_request_updates>"
                : "[\(rows.joined(separator: ","))]"
            return Open311Client.Answer(status: 200, body: Array(text.utf8))
        }
    }
}

extension OtherCity.Update {
    fileprivate var fields: [(String, String)] {
        [
            ("update_id", id), ("service_request_id", request), ("status", status),
            ("updated_datetime", at.map(TheirTime.text)), ("description", text),
        ].compactMap { name, value in value.map { (name, $0) } }
    }

    fileprivate var json: String {
        "{" + fields.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}"
    }

    fileprivate var xml: String {
        "<request_update>" + fields.map { "<\($0)>\($1)</\($0)>" }.joined() + "</request_update>"
    }
}
