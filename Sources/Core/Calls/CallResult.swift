/// What came of a call: its taker says so, and until then it waits to be wrapped up.
public enum CallResult: String, CaseIterable, Hashable, Sendable, Codable {
    /// Answered on the call; there is no matter.
    case answered
    /// A matter was filed.
    case filed
    /// It belongs to a matter that is open already.
    case joined
    /// Handed to another line, with a matter that stays in our register.
    case transferred
    /// A small thing that is done by a template and never becomes an order.
    case quick
    /// Nobody of the field was on duty: somebody calls back.
    case callBack
    /// Nobody spoke.
    case silent
    /// They wanted somebody else.
    case wrongNumber
    case harassment

    /// Whether the caller brought something.
    public var isConcern: Bool {
        switch self {
        case .answered, .filed, .joined, .transferred, .quick, .callBack: true
        case .silent, .wrongNumber, .harassment: false
        }
    }
}
