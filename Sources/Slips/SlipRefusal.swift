public import Core
public import Web

/// What the slips say no to.
public enum SlipRefusal: Refusable, Hashable {
    /// A field of a form is empty.
    case missing(field: String)
    case tooLong(field: String, limit: Int)
    /// A date that is none, lies in the future, or long ago.
    case badDay
    /// A number of slips that is none, or fewer than are typed in already, or more than one stack.
    case badCount(limit: Int)
    /// The place was opened on that day already.
    case openedAlready
    /// No slip of that number was found.
    case noSuchNumber(found: Int)
    /// The number was typed in or declared before.
    case doneAlready
    /// The same words stand on another slip of this stack.
    case twin(number: Int)
    /// More lines than one stack may have.
    case tooMany(limit: Int)
    /// Not one of the delegates of the studio.
    case notADelegate
    /// A scan of a whole stack is one PDF.
    case scanIsNoPaper
    /// Something about a place is wrong.
    case place(SpeakPlace.Problem)
    /// An opening rule that cannot be read.
    case badOpening
    /// The code of a new place is taken.
    case codeTaken

    public var code: String {
        switch self {
        case .missing: "slips.missing"
        case .tooLong: "slips.tooLong"
        case .badDay: "slips.badDay"
        case .badCount: "slips.badCount"
        case .openedAlready: "slips.openedAlready"
        case .noSuchNumber: "slips.noSuchNumber"
        case .doneAlready: "slips.doneAlready"
        case .twin: "slips.twin"
        case .tooMany: "slips.tooMany"
        case .notADelegate: "slips.notADelegate"
        case .scanIsNoPaper: "slips.scanIsNoPaper"
        case .place(let problem): "slips.place.\(problem.rawValue)"
        case .badOpening: "slips.badOpening"
        case .codeTaken: "slips.codeTaken"
        }
    }

    public var status: Int {
        switch self {
        case .openedAlready, .doneAlready, .twin, .codeTaken: 409
        case .missing, .tooLong, .badDay, .badCount, .noSuchNumber, .tooMany, .notADelegate, .scanIsNoPaper,
            .place, .badOpening:
            422
        }
    }

    public var field: String? {
        switch self {
        case .missing(let field), .tooLong(let field, _): field
        case .badDay, .openedAlready: "day"
        case .badCount: "found"
        case .noSuchNumber, .doneAlready: "number"
        case .twin: "text"
        case .tooMany: "stack"
        case .notADelegate: "delegate"
        case .scanIsNoPaper: "files"
        case .place(let problem): problem.field
        case .badOpening: "opening"
        case .codeTaken: "code"
        }
    }

    public func sentence(_ words: Words) -> String {
        switch self {
        case .missing(let field): words("slips.missing", ["field": words("slips.field.\(field)")])
        case .tooLong(let field, let limit):
            words("slips.tooLong", ["field": words("slips.field.\(field)"), "limit": limit])
        case .badDay, .openedAlready, .doneAlready, .notADelegate, .scanIsNoPaper, .badOpening, .codeTaken:
            words(code)
        case .badCount(let limit), .tooMany(let limit): words(code, ["limit": limit])
        case .noSuchNumber(let found): words(code, ["found": found])
        case .twin(let number): words(code, ["number": number])
        case .place: words(code)
        }
    }
}

extension SpeakPlace.Problem {
    var field: String {
        switch self {
        case .code: "code"
        case .name, .nameLong: "name_zh"
        case .addressLong: "address_zh"
        case .phone: "phone"
        case .area: "area"
        case .noOpening, .daytime: "opening"
        case .noHost: "host"
        case .noDelegates, .tooManyDelegates, .delegateLong: "delegates"
        }
    }
}
