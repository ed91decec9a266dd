import Core
import Courier
import Web

/// The API of deliveries, described.
extension DeliveriesRoutes {
    static let operations: [Operation] = endpoints + log

    private static let tag = "deliveries"
    private static let id = Operation.Parameter(
        "id", in: .path, schema: .integer, summary: "deliveries.api.id")
    private static let texts: Schema = .array(.string)

    private static let endpoint: Schema = .named(
        "Webhook",
        .object(
            [
                "id": .integer, "topic": .oneOf(DeliveriesDesk.endpointTopics), "name": .string,
                "url": .string, "state": .oneOf(Endpoint.State.allCases.map(\.rawValue)), "reason": .string,
                "types": .array(.oneOf(PublicWord.all)), "kinds": texts, "categories": texts, "areas": texts,
                "unit": .string, "createdAt": .dateTime,
            ],
            required: [
                "id", "topic", "name", "url", "state", "types", "kinds", "categories", "areas", "createdAt",
            ]))

    private static let asked: Schema = .named(
        "WebhookAsked",
        .closedObject(
            [
                "topic": .nullable(.oneOf(DeliveriesDesk.endpointTopics)),
                "name": .text(1...DeliveriesDesk.Draft.nameLimit),
                "url": .text(1...DeliveriesDesk.Draft.urlLimit),
                "types": .nullable(.array(.oneOf(PublicWord.all))), "kinds": .nullable(texts),
                "categories": .nullable(texts), "areas": .nullable(texts), "unit": .nullable(.string),
            ], required: ["name", "url"]))

    private static let secret: Schema = .named(
        "WebhookSecret", .object(["id": .integer, "secret": .string], required: ["id", "secret"]))

    private static let endpoints: [Operation] = [
        Operation(
            "get", "/api/v1/webhooks", summary: "deliveries.api.list", tag: tag,
            responses: [
                200: .named(
                    "Webhooks",
                    .object(["webhooks": .array(endpoint)], required: ["webhooks"]))
            ], refusals: [403], scopes: [scope]),
        Operation(
            "post", "/api/v1/webhooks", summary: "deliveries.api.make", tag: tag, request: asked,
            responses: [201: secret], refusals: [403, 409, 422],
            requestExample:
                #"{"name":"Water company","url":"https://water.example.org/hooks","types":["closed"]}"#,
            answerExample: #"{"id":7,"secret":"whsec_…"}"#, scopes: [scope]),
        Operation(
            "get", "/api/v1/webhooks/{id}", summary: "deliveries.api.read", tag: tag, parameters: [id],
            responses: [200: .reference("Webhook")], refusals: [403, 404], scopes: [scope]),
        Operation(
            "put", "/api/v1/webhooks/{id}", summary: "deliveries.api.change", tag: tag, parameters: [id],
            request: .reference("WebhookAsked"), responses: [200: .reference("Webhook")],
            refusals: [403, 404, 422], scopes: [scope]),
        Operation(
            "delete", "/api/v1/webhooks/{id}", summary: "deliveries.api.delete", tag: tag, parameters: [id],
            responses: [204: nil], refusals: [403, 404], scopes: [scope]),
        Operation(
            "post", "/api/v1/webhooks/{id}/{what}", summary: "deliveries.api.act", tag: tag,
            parameters: [
                id,
                .init(
                    "what", in: .path, schema: .oneOf(["rotate", "pause", "resume", "test", "replay"]),
                    summary: "deliveries.api.what"),
            ],
            request: .closedObject(
                [
                    "from": .nullable(.dateTime), "to": .nullable(.dateTime), "reason": .nullable(.string),
                ], required: []), needsBody: false,
            responses: [
                200: .object(["id": .integer, "secret": .string, "state": .string], required: ["id"]),
                202: .object(["again": .integer], required: ["again"]),
            ], refusals: [403, 404, 409, 422], scopes: [scope]),
    ]

    private static let sending: Schema = .named(
        "Delivery",
        .object(
            [
                "id": .integer, "topic": .string, "message": .string,
                "state": .oneOf(Sending.State.allCases.map(\.rawValue)), "matter": .string,
                "endpoint": .integer, "attempts": .integer, "status": .integer, "reason": .string,
                "createdAt": .dateTime, "dueAt": .dateTime, "settledAt": .dateTime,
                "tries": .array(
                    .object(
                        [
                            "attempt": .integer, "at": .dateTime, "milliseconds": .integer,
                            "status": .integer, "reason": .string,
                        ], required: ["attempt", "at", "milliseconds"])),
            ], required: ["id", "topic", "message", "state", "attempts", "createdAt"]))

    private static let log: [Operation] = [
        Operation(
            "get", "/api/v1/deliveries", summary: "deliveries.api.log", tag: tag,
            parameters: [
                .init(
                    "state", in: .query, schema: .oneOf(Sending.State.allCases.map(\.rawValue)),
                    summary: "deliveries.api.state"),
                .init("topic", in: .query, summary: "deliveries.api.topic"),
                .init("endpoint", in: .query, schema: .integer, summary: "deliveries.api.endpoint"),
                .init("matter", in: .query, summary: "deliveries.api.matter"),
                .init("size", in: .query, schema: .whole(1...100), summary: "deliveries.api.size"),
                .init("after", in: .query, summary: "deliveries.api.after"),
            ],
            responses: [
                200: .named(
                    "Deliveries",
                    .object(
                        ["deliveries": .array(sending), "next": .string], required: ["deliveries"]))
            ], refusals: [400, 403, 404], scopes: [scope]),
        Operation(
            "get", "/api/v1/deliveries/{id}", summary: "deliveries.api.one", tag: tag, parameters: [id],
            responses: [200: .reference("Delivery")], refusals: [403, 404], scopes: [scope]),
        Operation(
            "post", "/api/v1/deliveries/{id}/again", summary: "deliveries.api.again", tag: tag,
            parameters: [id],
            request: .closedObject(
                ["reason": .text(1...DeliveriesDesk.reasonLimit)], required: ["reason"]),
            responses: [202: .reference("Delivery")], refusals: [403, 404, 409, 422], scopes: [scope]),
    ]
}
