/// Why a request or a letter did not get through.
public enum TransportRefusal: Error, Hashable, Sendable {
    /// The address, the method or a header cannot be sent.
    case badRequest
    /// The name leads to an address that requests may not go to (`Reach`).
    case innerAddress
    /// There is no such name.
    case unknownHost
    /// Nothing answers there, or it broke off: what the library says.
    case unreachable(String)
    /// It took longer than it may.
    case timeout
    /// Its certificate does not hold, or it speaks no encryption though it must.
    case insecure
    /// Its answer, or its headers, are longer than what is taken.
    case tooLarge
    /// The letter is not taken for good: the code of SMTP.
    case refusedLetter(Int)
    /// The letter is not taken now: the code of SMTP.
    case postponedLetter(Int)
    /// Too much is under way here.
    case busy

    /// A stable word for it, as `Sending.reason` keeps it.
    public var code: String {
        switch self {
        case .badRequest: "bad-request"
        case .innerAddress: "inner-address"
        case .unknownHost: "unknown-host"
        case .unreachable: "unreachable"
        case .timeout: "timeout"
        case .insecure: "insecure"
        case .tooLarge: "too-large"
        case .refusedLetter: "letter-refused"
        case .postponedLetter: "letter-postponed"
        case .busy: "busy"
        }
    }

    /// What the other side answered, where it did.
    public var status: Int? {
        switch self {
        case .refusedLetter(let code), .postponedLetter(let code): code
        case .badRequest, .innerAddress, .unknownHost, .unreachable, .timeout, .insecure, .tooLarge, .busy:
            nil
        }
    }
}
