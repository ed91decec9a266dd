import Core
import Web

extension ApiSchemas {
    /// What goes on beside a matter's way; what does not go on is absent.
    static let beside = Schema.named(
        "Beside",
        .object(
            [
                "parts": .array(part), "proposals": .array(proposal), "extensions": .array(fullExtension),
                "supervision": supervision, "supervisions": .integer, "raised": .array(raise),
                "leadership": leadership, "promise": promise, "parties": .array(party), "agreedAt": .dateTime,
                "check": check, "keyedAt": .dateTime, "guidedAt": .dateTime, "contactedAt": .dateTime,
                "missing": .array(.oneOf(WayDemand.allCases.map(\.rawValue))), "excluded": .boolean,
            ], required: ["excluded"]))

    private static let part = Schema.object(
        [
            "unit": coded, "state": .oneOf(["open", "answered", "refused"]), "since": .dateTime,
            "until": .string, "due": .dateTime,
        ], required: ["unit", "state", "since"])
    private static let proposal = Schema.object(
        [
            "kind": .oneOf(ProposalKind.allCases.map(\.rawValue)), "at": .dateTime, "by": .integer,
            "unit": coded, "reason": .string, "until": .string, "due": .dateTime,
        ], required: ["kind", "at", "reason"])
    private static let fullExtension = Schema.object(
        ["limit": .string, "from": .dateTime, "to": .dateTime, "at": .dateTime],
        required: ["limit", "from", "to", "at"])
    private static let supervision = Schema.object(
        [
            "unit": coded, "level": .oneOf(SupervisionLevel.allCases.map(\.name)), "since": .dateTime,
            "levelSince": .dateTime, "cause": .string, "answeredAt": .dateTime, "due": .dateTime,
        ], required: ["unit", "level", "since", "levelSince"])
    private static let raise = Schema.object(
        ["unit": coded, "at": .dateTime, "takenAt": .dateTime], required: ["unit", "at"])
    private static let leadership = Schema.object(
        [
            "sharpness": .integer, "calledAt": .dateTime, "by": .integer, "until": .string, "at": .dateTime,
            "visits": .integer,
        ], required: ["visits"])
    private static let promise = Schema.object(
        ["by": .integer, "until": .string, "at": .dateTime], required: ["until", "at"])
    private static let party = Schema.object(
        [
            "name": .string, "kind": .oneOf(PartyKind.allCases.map(\.rawValue)), "accepts": .boolean,
        ], required: ["name", "kind"])
    private static let check = Schema.object(
        ["on": .string, "sampled": .boolean, "attempts": .integer, "due": .dateTime],
        required: ["on", "sampled", "attempts"])

    /// The same for whoever raised it: units and days, never people.
    static let trackBeside = Schema.named(
        "TrackBeside",
        .object(
            [
                "helpers": .array(coded), "raisedTo": coded,
                "extensions": .array(
                    .object(["from": .dateTime, "to": .dateTime], required: ["from", "to"])),
                "suspended": .object(
                    ["reason": .string, "reviewOn": .string], required: ["reason", "reviewOn"]),
                "supervised": .boolean, "promised": .string, "led": coded, "checkOn": .string,
                "urges": .integer,
            ], required: ["supervised", "urges"]))
}
