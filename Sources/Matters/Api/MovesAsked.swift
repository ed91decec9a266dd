import Core
import Web

/// The body of `POST /matters/{number}/moves` and `POST /tracks/{token}/moves`.
struct MoveAsked: JSONAsked, Encodable {
    static let fields: Set<String> = ["move", "inputs", "version"]

    let move: String
    let inputs: [String: String]?
    let version: Int?

    /// The order, or the name of the input that is none.
    func order() throws -> Order {
        Order(move, try Inputs.read(inputs), expecting: version)
    }
}

/// The body of `POST /moves`.
struct BulkAsked: JSONAsked, Encodable {
    static let fields: Set<String> = ["numbers", "move", "inputs"]
    /// How many matters one request may name.
    static let limit = 200

    let numbers: [String]
    let move: String
    let inputs: [String: String]?

    func order() throws -> Order {
        guard (1...Self.limit).contains(numbers.count), Set(numbers).count == numbers.count else {
            throw ApiRefusal.badNumbers(limit: Self.limit)
        }
        return Order(move, try Inputs.read(inputs))
    }
}

enum Inputs {
    /// - Throws: `WebRefusal.unknownFields` with the path of every input that no move has, and the core's
    ///   refusal of one that is longer than any move takes: before the first of many matters is looked at.
    static func read(_ inputs: [String: String]?) throws -> [InputWord: String] {
        var words: [InputWord: String] = [:]
        var unknown: [String] = []
        for (name, value) in inputs ?? [:] {
            if let word = InputWord(rawValue: name) {
                words[word] = value
            } else {
                unknown.append("inputs.\(name)")
            }
        }
        if !unknown.isEmpty { throw WebRefusal.unknownFields(unknown.sorted()) }
        for (word, value) in words.sorted(by: { $0.key < $1.key })
        where value.trimmed.count > word.maximumLength {
            throw Refusal.invalid(word, .tooLong)
        }
        return words
    }
}
