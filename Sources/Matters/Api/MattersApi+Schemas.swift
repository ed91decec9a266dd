import Core
import Web

/// The shapes of the API's answers and bodies, named as they stand in the OpenAPI document.
enum ApiSchemas {
    static let localText = Schema.named(
        "LocalText", .object(["zh": .string, "en": .string], required: ["zh", "en"]))
    static let named = Schema.named(
        "Named", .object(["name": .string, "text": localText], required: ["name"]))
    static let coded = Schema.named(
        "Coded", .object(["code": .string, "name": localText], required: ["code"]))
    static let position = Schema.named(
        "Position",
        .object(["latitude": .number, "longitude": .number], required: ["latitude", "longitude"]))
    static let status = Schema.oneOf(["open", "closed"])
    static let outcome = Schema.oneOf(Outcome.allCases.map(\.rawValue))
    static let urgency = Schema.oneOf(Urgency.allCases.map(\.rawValue))
    static let channel = Schema.oneOf(Channel.allCases.map(\.rawValue))
    static let caller = Schema.oneOf(Caller.allCases.map(\.rawValue))
    static let holder = Schema.oneOf(Stage.Holder.allCases.map(\.rawValue))
    static let input = Schema.oneOf(InputWord.allCases.map(\.rawValue))

    static let ask = Schema.named(
        "Ask",
        .object(
            ["name": input, "required": .boolean, "maximumLength": .integer, "choices": .array(.string)],
            required: ["name", "required", "maximumLength"]))
    static let move = Schema.named(
        "Move",
        .object(
            ["name": .string, "text": localText, "to": .string, "asks": .array(ask)],
            required: ["name", "text", "asks"]))
    static let clock = Schema.named(
        "Clock",
        .object(
            [
                "limit": .string, "text": localText, "from": .dateTime, "due": .dateTime, "paused": .boolean,
                "expired": .boolean,
            ], required: ["limit", "from", "due", "paused", "expired"]))
    /// `basis`: what makes the matters similar that it is drawn from; `count`: how many of them finished.
    /// As of the moment of the answer: it moves with time, the version does not.
    static let expected = Schema.named(
        "Expected",
        .object(
            [
                "p50": .dateTime, "p90": .dateTime, "count": .integer,
                "basis": .object(
                    [
                        "sort": .oneOf(["category", "kind", "all"]), "category": coded, "area": coded,
                        "kind": named,
                    ],
                    required: ["sort"]),
            ], required: ["p50", "count", "basis"]))
    static let contact = Schema.named(
        "Contact", .object(["name": .string, "phone": .string, "email": .string], required: []))

    static let receipt = Schema.named(
        "Receipt",
        .object(
            ["number": .string, "version": .integer, "stage": .string, "link": .string, "token": .string],
            required: ["number", "version", "stage"]))
    /// What a check asks about an answer that stands all the same.
    static let warning = Schema.named(
        "AnswerWarning",
        .object(
            ["check": .string, "sentence": .string, "words": .array(.string)],
            required: ["check", "sentence", "words"]))
    static let performed = Schema.named(
        "Performed",
        .object(
            [
                "number": .string, "version": .integer, "stage": .string, "status": status,
                "outcome": outcome,
                "contact": contact, "warnings": .array(warning),
            ], required: ["number", "version", "stage", "status"]))
    static let bulk = Schema.named(
        "BulkAnswer",
        .object(
            [
                "results": .array(
                    .object(
                        [
                            "number": .string, "done": .boolean, "result": performed,
                            "problem": .object(
                                ["status": .integer, "code": .string, "detail": .string, "field": .string],
                                required: ["status", "code", "detail"]),
                        ], required: ["number", "done"]))
            ], required: ["results"]))
}

extension ApiSchemas {
    private static let summaryFields: [String: Schema] = [
        "number": .string, "version": .integer, "kind": named, "stage": named, "status": status,
        "outcome": outcome,
        "holder": holder, "title": .string, "channel": channel, "caller": caller, "area": coded,
        "place": .string,
        "position": position, "category": coded, "unit": coded, "raisedTo": coded, "urgency": urgency,
        "raisedAt": .dateTime, "changedAt": .dateTime, "closedAt": .dateTime, "dueAt": .dateTime,
        "targetAt": .dateTime,
        "overdue": .boolean, "supervision": .oneOf(SupervisionLevel.allCases.map(\.name)),
        "source": .string, "sourceID": .string,
    ]
    private static let summaryAlways: Set<String> = [
        "number", "version", "kind", "stage", "status", "holder", "title", "channel", "caller", "area",
        "urgency",
        "raisedAt", "changedAt", "overdue",
    ]
    private static let detailFields: [String: Schema] = [
        "text": .string, "more": .string, "contact": contact, "rounds": .integer, "returns": .integer,
        "urges": .integer,
        "reopens": .integer, "route": .oneOf(Route.allCases.map(\.rawValue)),
        "grade": .oneOf(Grade.allCases.map(\.rawValue)), "reviewOn": .string, "mergedInto": .string,
        "joined": .array(.string), "beside": beside, "expected": expected, "clocks": .array(clock),
        "story": .array(event),
        "moves": .array(move),
    ]
    private static let detailAlways: Set<String> = [
        "text", "contact", "rounds", "returns", "urges", "reopens", "joined", "beside", "clocks", "story",
        "moves",
    ]

    static let summary = Schema.named("MatterSummary", .object(summaryFields, required: summaryAlways))
    static let matter = Schema.named(
        "Matter",
        .object(
            summaryFields.merging(detailFields) { field, _ in field },
            required: summaryAlways.union(detailAlways)))
    static let list = Schema.named(
        "MatterList",
        .object(
            ["matters": .array(summary), "next": .string, "cut": .boolean], required: ["matters", "cut"]))
    static let moveList = Schema.named(
        "MoveList",
        .object(
            ["number": .string, "version": .integer, "moves": .array(move)],
            required: ["number", "version", "moves"]))

    static let fact = Schema.named(
        "Fact",
        .object(
            [
                "fact": .string, "text": .string, "unit": coded, "category": coded, "reason": .string,
                "solved": .boolean,
                "satisfied": .boolean, "why": .string,
                "result": .oneOf(CallBackResult.allCases.map(\.rawValue)),
                "matter": .string, "reviewOn": .string, "limit": .string, "due": .dateTime,
                "audience": .oneOf(Audience.allCases.map(\.rawValue)), "template": .string,
                "outcome": outcome,
                "route": .string, "grade": .string, "urgency": urgency, "channel": channel,
                "day": .string, "value": .string, "was": .dateTime, "cause": coded,
            ], required: ["fact"]))
    static let event = Schema.named(
        "Event",
        .object(
            [
                "sequence": .integer, "at": .dateTime, "move": named, "from": .string, "to": .string,
                "facts": .array(fact), "takenBack": .boolean,
                "by": .object(
                    [
                        "sort": .oneOf(["resident", "officer", "system"]), "officer": .integer, "unit": coded,
                        "system": .string,
                    ], required: ["sort"]),
            ], required: ["sequence", "at", "by", "to", "facts"]))
    static let track = Schema.named(
        "Track",
        .object(
            [
                "number": .string, "version": .integer, "kind": named, "status": status, "outcome": outcome,
                "title": .string, "text": .string, "more": .string, "place": .string, "unit": coded,
                "raisedAt": .dateTime, "changedAt": .dateTime, "closedAt": .dateTime, "dueAt": .dateTime,
                "expected": expected, "beside": trackBeside,
                "stage": .object(
                    ["name": .string, "text": localText, "told": localText], required: ["name"]),
                "moves": .array(move),
                "steps": .array(
                    .object(
                        [
                            "sequence": .integer, "at": .dateTime, "by": .oneOf(["resident", "office"]),
                            "text": localText, "facts": .array(fact), "takenBack": .boolean,
                        ], required: ["sequence", "at", "by", "facts"])),
            ],
            required: [
                "number", "version", "kind", "stage", "status", "title", "text", "raisedAt", "changedAt",
                "beside", "steps", "moves",
            ]))
}
