import Core
import Web

extension ApiSchemas {
    static let catalogue = Schema.named(
        "Catalogue",
        listing(
            "categories",
            .object(
                ["code": .string, "name": localText, "parent": .string, "leaf": .boolean],
                required: ["code", "name", "leaf"])))
    static let units = Schema.named(
        "UnitList",
        listing(
            "units",
            .object(
                ["code": .string, "name": localText, "area": .string, "parent": .string],
                required: ["code", "name", "area"])))
    static let areas = Schema.named(
        "AreaList",
        listing(
            "areas",
            .object(
                [
                    "code": .string, "name": localText, "level": .oneOf(AreaLevel.allCases.map { "\($0)" }),
                    "position": position, "children": .integer,
                ], required: ["code", "name", "level", "children"])))
    static let returnReasons = Schema.named(
        "ReturnReasonList",
        listing(
            "reasons",
            .object(
                ["code": .string, "name": localText, "from": .string, "until": .string],
                required: ["code", "name"])))
    static let kinds = Schema.named("KindList", listing("kinds", named))
    static let kind = Schema.named(
        "Kind",
        .object(
            [
                "name": .string, "text": localText, "version": .integer, "prefix": .string,
                "stages": .array(stage),
                "moves": .array(kindMove), "limits": .array(limit),
            ], required: ["name", "text", "version", "prefix", "stages", "moves", "limits"]))
    static let workbench = Schema.named(
        "Workbench",
        .object(
            [
                "benches": .array(
                    .object(
                        [
                            "scope": .string, "waiting": .integer, "counts": .map(.integer),
                            "queue": .array(summary),
                        ], required: ["scope", "waiting", "counts", "queue"]))
            ], required: ["benches"]))
    static let me = Schema.named(
        "Me",
        .object(
            [
                "id": .integer, "name": .string, "login": .string, "powers": .array(.string),
                "tokenScopes": .array(.string), "bySession": .boolean, "scopes": .array(.string),
                "posts": .array(
                    .object(
                        ["role": named, "unit": coded, "area": coded], required: ["role", "unit", "area"])),
            ], required: ["id", "name", "login", "posts", "powers", "tokenScopes", "bySession", "scopes"]))

    private static let stage = Schema.object(
        ["name": .string, "text": localText, "told": localText, "holder": holder, "closes": outcome],
        required: ["name", "text", "told", "holder"])
    private static let kindMove = Schema.object(
        [
            "name": .string, "text": localText, "told": localText, "from": .array(.string), "to": .string,
            "by": .array(.string), "asks": .array(ask), "needs": .array(.string), "automatic": .boolean,
        ], required: ["name", "text", "from", "by", "asks", "needs", "automatic"])
    private static let limit = Schema.object(
        [
            "name": .string, "text": localText, "span": .string, "runs": .array(.string),
            "pauses": .array(.string),
        ], required: ["name", "text", "span", "runs", "pauses"])

    private static func listing(_ name: String, _ item: Schema) -> Schema {
        .object(["version": .integer, name: .array(item)], required: ["version", name])
    }
}
