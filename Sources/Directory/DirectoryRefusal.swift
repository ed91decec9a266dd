import Markup
public import Web

/// What the directory says no to.
public enum DirectoryRefusal: Refusable, Hashable {
    /// Login and password do not belong together: which of the two is wrong is not said.
    case notAdmitted
    case tooManyAttempts(seconds: Int)
    case badLogin
    case loginTaken
    case badName
    case weakPassword(PasswordFlaw)
    /// The password given as the present one is not.
    case wrongPassword
    /// A one-time link that was used, is over, or never was.
    case linkOver
    case unknownPerson
    /// A role, unit or area that the city does not have.
    case unknownPost
    case postHeld
    /// Nobody would be left to manage accounts.
    case lastAdministrator
    case badTokenName
    case noScope
    case tooManyTokens(limit: Int)
    /// Power is given or taken without saying why.
    case noReason
    /// Nobody active has this login, or it is the one who hands over.
    case badSuccessor
    /// A day that is none, is past, or lies more than a year ahead.
    case badDay
    /// Somebody whose posts end on a later day is still needed until then.
    case notYet

    public var code: String {
        switch self {
        case .notAdmitted: "directory.notAdmitted"
        case .tooManyAttempts: "directory.tooManyAttempts"
        case .badLogin: "directory.badLogin"
        case .loginTaken: "directory.loginTaken"
        case .badName: "directory.badName"
        case .weakPassword(let flaw): "directory.password.\(flaw.rawValue)"
        case .wrongPassword: "directory.wrongPassword"
        case .linkOver: "directory.linkOver"
        case .unknownPerson: "directory.unknownPerson"
        case .unknownPost: "directory.unknownPost"
        case .postHeld: "directory.postHeld"
        case .lastAdministrator: "directory.lastAdministrator"
        case .badTokenName: "directory.badTokenName"
        case .noScope: "directory.noScope"
        case .tooManyTokens: "directory.tooManyTokens"
        case .noReason: "directory.noReason"
        case .badSuccessor: "directory.badSuccessor"
        case .badDay: "directory.badDay"
        case .notYet: "directory.notYet"
        }
    }

    public var status: Int {
        switch self {
        case .unknownPerson: 404
        case .loginTaken, .postHeld, .lastAdministrator, .tooManyTokens: 409
        case .linkOver: 410
        case .notAdmitted, .badLogin, .badName, .weakPassword, .wrongPassword, .unknownPost, .badTokenName,
            .noScope, .noReason, .badSuccessor, .badDay, .notYet:
            422
        case .tooManyAttempts: 429
        }
    }

    public var field: String? {
        switch self {
        case .notAdmitted, .badLogin, .loginTaken: "login"
        case .badName: "name_zh"
        case .weakPassword: "password"
        case .wrongPassword: "present"
        case .unknownPost, .postHeld: "role"
        case .badTokenName: "token_name"
        case .noScope: "scopes"
        case .noReason: "reason"
        case .badSuccessor: "successor"
        case .badDay: "day"
        case .notYet: "deactivate"
        case .tooManyAttempts, .linkOver, .unknownPerson, .lastAdministrator, .tooManyTokens: nil
        }
    }

    public func sentence(_ words: Words) -> String {
        switch self {
        case .tooManyAttempts(let seconds):
            words("directory.tooManyAttempts", ["wait": DirectoryRefusal.wait(seconds, words)])
        case .weakPassword(.tooShort): words(code, ["count": Password.shortest])
        case .weakPassword(.tooLong): words(code, ["count": Password.longestBytes])
        case .tooManyTokens(let limit): words(code, ["count": limit])
        case .notAdmitted, .badLogin, .loginTaken, .badName, .weakPassword, .wrongPassword, .linkOver,
            .noReason, .badSuccessor, .badDay, .notYet, .unknownPerson, .unknownPost, .postHeld,
            .lastAdministrator, .badTokenName, .noScope:
            words(code)
        }
    }

    public var retryAfterSeconds: Int? {
        if case .tooManyAttempts(let seconds) = self { seconds } else { nil }
    }

    /// The refusal as an error of a form, in the field it concerns.
    func fieldError(_ words: Words) -> FieldError {
        FieldError(field: field ?? "", message: sentence(words))
    }

    private static func wait(_ seconds: Int, _ words: Words) -> String {
        seconds < 60
            ? words.plural("directory.seconds", seconds)
            : words.plural("directory.minutes", (seconds + 59) / 60)
    }
}
