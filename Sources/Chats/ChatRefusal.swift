public import Core
public import Web

/// What the chats say no to.
public enum ChatRefusal: Refusable, Hashable {
    /// A header of the signature is missing.
    case noSignature(String)
    /// Nobody known signed it, or not now.
    case notSigned
    /// A field of a telling that cannot be.
    case badTelling(field: String)
    /// No such group, or one that is not in use.
    case unknownGroup
    /// Nothing is ticked.
    case nothingChosen
    case tooMany(limit: Int)
    /// Somebody else made a matter of one of the messages: its number.
    case taken(number: String)
    /// One of the messages was recalled or forgotten meanwhile, or has no words.
    case gone
    /// The messages have more characters together than a matter.
    case tooLong(limit: Int)
    case group(ChatGroup.Problem)
    case codeTaken
    /// An address of an adapter that is none.
    case badAddress
    case missing(field: String)

    public var code: String {
        switch self {
        case .noSignature: "chats.noSignature"
        case .notSigned: "chats.notSigned"
        case .badTelling: "chats.badTelling"
        case .unknownGroup: "chats.unknownGroup"
        case .nothingChosen: "chats.nothingChosen"
        case .tooMany: "chats.tooMany"
        case .taken: "chats.taken"
        case .gone: "chats.gone"
        case .tooLong: "chats.tooLong"
        case .group(let problem): "chats.problem.\(problem.rawValue)"
        case .codeTaken: "chats.codeTaken"
        case .badAddress: "chats.badAddress"
        case .missing: "chats.missing"
        }
    }

    public var status: Int {
        switch self {
        case .badTelling: 400
        case .noSignature, .notSigned: 401
        case .taken, .gone, .codeTaken: 409
        case .unknownGroup, .nothingChosen, .tooMany, .tooLong, .group, .badAddress, .missing: 422
        }
    }

    public var field: String? {
        switch self {
        case .badTelling(let field), .missing(let field): field
        case .unknownGroup: "group"
        case .nothingChosen, .tooMany, .taken, .gone, .tooLong: "message"
        case .group(let problem): problem.field
        case .codeTaken: "code"
        case .badAddress: "address"
        case .noSignature, .notSigned: nil
        }
    }

    public func sentence(_ words: Words) -> String {
        switch self {
        case .noSignature(let header): words(code, ["header": header])
        case .badTelling(let field): words(code, ["field": field])
        case .tooMany(let limit), .tooLong(let limit): words(code, ["limit": limit])
        case .taken(let number): words(code, ["number": number])
        case .missing(let field): words(code, ["field": words("chats.field.\(field)")])
        case .notSigned, .unknownGroup, .nothingChosen, .gone, .group, .codeTaken, .badAddress: words(code)
        }
    }

    public var details: [String: String] {
        if case .taken(let number) = self { ["number": number] } else { [:] }
    }
}

extension ChatGroup.Problem {
    var field: String {
        switch self {
        case .code: "code"
        case .name, .nameLong: "name_zh"
        case .area: "area"
        case .steward: "steward"
        case .stewardID: "steward_id"
        case .phone: "phone"
        case .minutes: "minutes"
        case .days: "days"
        }
    }
}
