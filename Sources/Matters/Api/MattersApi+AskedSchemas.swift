import Core
import Desk
import Web

/// The shapes of the bodies that are asked for. Null is the same as leaving a field out.
extension ApiSchemas {
    static let filing = Schema.named(
        "Filing",
        .closedObject(
            [
                "text": .text(1...Filing.textLimit), "place": .nullable(.text(0...200)),
                "area": .nullable(.matching("^[0-9]{2,18}$")), "latitude": .nullable(.amount(-90...90)),
                "longitude": .nullable(.amount(-180...180)), "caller": .nullable(caller),
                "language": .nullable(.oneOf(Language.allCases.map(\.rawValue))),
                "contact": .nullable(
                    .closedObject(
                        [
                            "name": .nullable(.text(0...200)), "phone": .nullable(.text(0...200)),
                            "email": .nullable(.text(0...200)),
                        ], required: [])),
                "channel": .nullable(channel), "category": .nullable(code), "kind": .nullable(code),
                "urgency": .nullable(urgency), "source": .nullable(foreignName),
                "sourceID": .nullable(foreignName), "title": .nullable(.text(0...200)),
                "raisedAt": .nullable(.dateTime),
            ], required: ["text"]))
    static let order = Schema.named(
        "Order",
        .closedObject(["move": code, "inputs": inputs, "version": .nullable(.integer)], required: ["move"]))
    static let bulkOrder = Schema.named(
        "BulkOrder",
        .closedObject(
            ["numbers": .distinct(.string, 1...BulkAsked.limit), "move": code, "inputs": inputs],
            required: ["numbers", "move"]))

    /// A name of another system: no spaces, nothing that cannot be seen.
    private static let foreignName = Schema.matching(#"^[^\u0000-\u0020\u007f]{1,100}$"#)

    /// The name of something in the city pack.
    static let code = Schema.text(1...64)

    /// Every input a move can ask for, by its name; the longest answer is the vocabulary's.
    private static let inputs = Schema.nullable(
        .closedObject(
            Dictionary(
                uniqueKeysWithValues: InputWord.allCases.map {
                    ($0.rawValue, Schema.text(0...$0.maximumLength))
                }),
            required: []))
}
