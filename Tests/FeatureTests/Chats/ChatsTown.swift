@testable import Chats
import Core
import Courier
import Desk
import Files
import Foundation
import HTTPTypes
import Matters
import Storage
import Testing
import Web

/// `TestTown` with two groups and the key of an adapter.
struct ChatsTown: Sendable {
    let town: TestTown
    let chats: ChatsDesk
    let secret: String

    static let group = ChatGroup(
        code: "g1", name: LocalText(zh: "桥头村一组群", en: "Bridge group 1"), kind: .village,
        area: TownCity.area(TownCity.village), steward: "roads", stewardID: "s1", phone: "13900000001",
        answerMinutes: 60, keepDays: 30)
    static let afar = ChatGroup(
        code: "g9", name: LocalText(zh: "山口镇群", en: "Pass group"), kind: .village,
        area: TownCity.area("110102001"), steward: "afar")

    /// The town's city, in which clerks take what residents bring, and requests are published.
    static func city(publishing: [String: Publishing] = ["request": .area]) -> City {
        let town = TownCity.city
        let roles = town.roles.values.map { role in
            role.name == "clerk"
                ? Role(
                    name: role.name, text: role.text, sight: role.sight,
                    powers: role.powers.union([.takeCalls]))
                : role
        }
        return City(
            name: town.name, version: town.version, areas: town.areas, area: town.area,
            units: Array(town.units.values), roles: roles, catalogue: town.catalogue,
            dispatch: town.dispatch, procedures: [TownKind.request], firstKind: town.firstKind,
            calendar: town.calendar, templates: [], desk: town.desk, publishing: publishing)
    }

    static func with(
        publishing: [String: Publishing] = ["request": .area], _ body: (ChatsTown) async throws -> Void
    ) async throws {
        try await TestTown.with(
            city: city(publishing: publishing),
            features: { desk in
                let names: @Sendable ([Int64]) async throws -> [Int64: LocalText] = { ids in
                    TownCity.names.filter { ids.contains($0.key) }
                }
                return [
                    .matters(desk: desk, shelf: TestTown.shelf(of: desk), names: names),
                    .chats(
                        ChatsDesk(desk: desk, keys: Self.keys(desk)),
                        people: { logins in
                            TownCity.people.filter { logins.contains($0.key) }.mapValues(\.name)
                        }),
                ]
            }
        ) { town in
            let database = town.desk.database
            try await Migrator(
                StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
                    + FilesSchema.migrations + CourierSchema.migrations + ChatsSchema.migrations
            ).migrate(database, now: town.now)
            let keys = keys(town.desk)
            let chats = ChatsDesk(desk: town.desk, keys: keys)
            try await chats.bringUpToDate([group, afar], at: town.now)
            let secret = try await keys.create("adapter", scope: .chats, at: town.now)
            try await body(ChatsTown(town: town, chats: chats, secret: secret))
        }
    }

    private static func keys(_ desk: Desk) -> KeyRing {
        KeyRing(database: desk.database) { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
    }

    static func officer(_ name: String) throws -> Officer { try #require(TownCity.people[name]) }

    var now: Moment { town.now }

    /// A message as an adapter writes it.
    func told(
        _ id: String, _ text: String, author: String = "u1", name: String = "王小明", minutes: Int64 = 0,
        group: String = "g1", extra: String = ""
    ) -> String {
        """
        {"group":"\(group)","message":"\(id)","author":{"id":"\(author)","name":"\(name)"},\
        "at":"\((now + minutes * 60_000).iso)","text":"\(text)"\(extra)}
        """
    }

    /// Sends it signed.
    @discardableResult
    func tell(
        _ json: String, id: String = UUID().uuidString, signedAt: Moment? = nil, secret: String? = nil
    ) async throws -> WebAnswer {
        let at = signedAt ?? now
        let bytes = Array(json.utf8)
        var headers: HTTPFields = [.contentType: "application/json"]
        func set(_ name: String, _ value: String) {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        set("webhook-id", id)
        set("webhook-timestamp", "\(at.milliseconds / 1000)")
        set(
            "webhook-signature",
            Signature.header(id: id, at: at, body: bytes, secrets: [secret ?? self.secret]))
        return try await town.visitor().send("POST", "/chats/messages", headers: headers, body: bytes)
    }

    func messages(_ group: String = "g1") async throws -> [ChatMessage] {
        try await chats.messages(of: group, before: nil, limit: 100).reversed()
    }

    /// Follows the log to its end.
    func follow() async throws {
        _ = try await FollowerRunner.settled([chats.follower], on: town.desk.database)
    }

    /// What is on its way to a group, the oldest first.
    func sent() async throws -> [Sending] { try await chats.sendings(to: "g1").reversed() }
}

extension Sending {
    var body: String { if case .request(let asked) = payload { asked.body } else { "" } }
}
