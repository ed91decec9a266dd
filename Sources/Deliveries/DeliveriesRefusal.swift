import Core
public import Web

/// What deliveries say no to.
public enum DeliveriesRefusal: Refusable, Hashable {
    case missing(field: String)
    case tooLong(field: String, limit: Int)
    /// An address that no message may go to.
    case badAddress
    /// A filter names what the city does not know.
    case unknown(field: String, value: String)
    /// A time that cannot be read, or a span that ends before it begins.
    case badTime(field: String)
    /// The endpoint wants nothing more; another has to be made.
    case gone
    /// It waits already.
    case waits
    /// A city has no more endpoints than that.
    case tooMany(limit: Int)

    public var code: String {
        switch self {
        case .missing: "deliveries.missing"
        case .tooLong: "deliveries.tooLong"
        case .badAddress: "deliveries.badAddress"
        case .unknown: "deliveries.unknown"
        case .badTime: "deliveries.badTime"
        case .gone: "deliveries.gone"
        case .waits: "deliveries.waits"
        case .tooMany: "deliveries.tooMany"
        }
    }

    public var status: Int {
        switch self {
        case .gone, .waits, .tooMany: 409
        case .missing, .tooLong, .badAddress, .unknown, .badTime: 422
        }
    }

    public var field: String? {
        switch self {
        case .missing(let field), .tooLong(let field, _), .unknown(let field, _), .badTime(let field): field
        case .badAddress: "url"
        case .gone, .waits, .tooMany: nil
        }
    }

    public func sentence(_ words: Words) -> String {
        switch self {
        case .missing: words("deliveries.missing")
        case .tooLong(_, let limit): words("deliveries.tooLong", ["limit": limit])
        case .badAddress: words("deliveries.badAddress")
        case .unknown(_, let value): words("deliveries.unknown", ["value": value])
        case .badTime: words("deliveries.badTime")
        case .gone: words("deliveries.gone")
        case .waits: words("deliveries.waits")
        case .tooMany(let limit): words("deliveries.tooMany", ["limit": limit])
        }
    }
}
