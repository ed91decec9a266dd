import Web

/// What only the API refuses.
enum ApiRefusal: Refusable, Hashable {
    /// `If-Match` names a version that is not the current one.
    case preconditionFailed(current: Int)
    /// A question of the address that cannot be right.
    case badParameter(String)
    /// Questions that nothing here reads: ignored, they would widen a list without a word.
    case unknownParameters([String])
    /// `raisedFrom` lies after `raisedTo`.
    case endsBeforeItStarts
    /// Latitude and longitude look as if they had changed places.
    case swappedPosition
    /// One of latitude and longitude without the other, or no point of the earth.
    case badPosition(field: String)
    /// A list of numbers that is empty, too long, or names one twice.
    case badNumbers(limit: Int)

    var code: String {
        switch self {
        case .preconditionFailed: "precondition_failed"
        case .badParameter: "bad_parameter"
        case .unknownParameters: "unknown_parameters"
        case .endsBeforeItStarts: "ends_before_it_starts"
        case .swappedPosition: "swapped_position"
        case .badPosition: "bad_position"
        case .badNumbers: "bad_numbers"
        }
    }

    var status: Int {
        switch self {
        case .preconditionFailed: 412
        case .badParameter, .unknownParameters, .endsBeforeItStarts: 400
        case .swappedPosition, .badPosition, .badNumbers: 422
        }
    }

    var field: String? {
        switch self {
        case .badParameter(let name): name
        case .endsBeforeItStarts: "raisedTo"
        case .swappedPosition: "latitude"
        case .badPosition(let field): field
        case .badNumbers: "numbers"
        case .preconditionFailed, .unknownParameters: nil
        }
    }

    var details: [String: String] {
        if case .preconditionFailed(let current) = self { ["version": String(current)] } else { [:] }
    }

    func sentence(_ words: Words) -> String {
        let key = "matters.api.error.\(code)"
        return switch self {
        case .preconditionFailed(let current): words(key, ["version": String(current)])
        case .badParameter(let name): words(key, ["name": name])
        case .unknownParameters(let names): words(key, ["names": names.joined(separator: ", ")])
        case .badNumbers(let limit): words(key, ["limit": limit])
        case .endsBeforeItStarts, .swappedPosition, .badPosition: words(key)
        }
    }
}
