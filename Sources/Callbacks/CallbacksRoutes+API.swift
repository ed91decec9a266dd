import Core
import Desk
import Web

/// The queue, for programs.
extension CallbacksRoutes {
    static let scope = "matters:read"

    struct CallAnswer: Encodable, Sendable {
        let matter: String
        /// `callBack` or `check`.
        let what: String
        let notBefore: String
        let due: String?
        /// Somebody else has it in hand.
        let taken: Bool
    }

    struct QueueAnswer: Encodable, Sendable {
        let calls: [CallAnswer]
    }

    func answer(_ context: ApiContext) async throws -> JSONAnswer<QueueAnswer> {
        try context.require(scope: Self.scope)
        let officer = context.officer
        let queue = try await calls.queue(of: officer.personID, posts: officer.posts, at: context.now)
        return JSONAnswer(
            QueueAnswer(
                calls: (queue.ready + queue.later).map { row in
                    CallAnswer(
                        matter: row.matter.number, what: row.duty.what.rawValue,
                        notBefore: row.duty.notBefore.iso, due: row.duty.due?.iso,
                        taken: queue.taken.contains(row.matter.id))
                }))
    }

    static let operations = [
        Operation(
            "get", "/api/v1/callbacks", summary: "callbacks.api.queue", tag: "callbacks",
            responses: [
                200: .named(
                    "CallQueue",
                    .object(
                        [
                            "calls": .array(
                                .named(
                                    "Call",
                                    .object(
                                        [
                                            "matter": .string, "what": .oneOf(["callBack", "check"]),
                                            "notBefore": .string, "due": .string, "taken": .boolean,
                                        ], required: ["matter", "what", "notBefore", "taken"])))
                        ], required: ["calls"]))
            ], refusals: [403], scopes: [scope])
    ]
}
