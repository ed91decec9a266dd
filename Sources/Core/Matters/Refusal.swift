/// The domain says no. Each has a stable code; the sentence is told by the language files.
public enum Refusal: Error, Hashable, Sendable {
    /// The kind has no such move.
    case unknownMove(String)
    /// This actor may not make the move on this matter.
    case notYours(move: String)
    /// The move does not start where the matter stands.
    case notNow(move: String, stage: String)
    /// An input that the move asks for was not given.
    case missing(InputWord)
    /// An input that cannot be right, and why.
    case invalid(InputWord, Wrong)
    /// Something that must hold does not.
    case gateShut(GuardWord)
    /// Somebody changed it since the version that was named.
    case outOfDate(current: Int)
    /// A matter would end in a way that the law of the loop forbids, whatever its procedure says.
    case againstTheLoop(Outcome)

    public enum Wrong: String, Hashable, Sendable {
        case unknown, notALeaf, tooLong, notAllowed, notADay, past, itself, closed, cycle, otherKind, control,
            tooMany
        /// Of a matter to join: somebody else raised it, it was answered, it waits for another one itself, or
        /// everybody may read of it and not of this one.
        case otherResident, answered, joined, morePublic
    }

    /// Stable, for programs: `not_now`, `missing_input`, `gate_shut`.
    public var code: String {
        switch self {
        case .unknownMove: "unknown_move"
        case .notYours: "not_yours"
        case .notNow: "not_now"
        case .missing: "missing_input"
        case .invalid: "invalid_input"
        case .gateShut: "gate_shut"
        case .outOfDate: "out_of_date"
        case .againstTheLoop: "against_the_loop"
        }
    }

    /// The input it is about.
    public var field: String? {
        switch self {
        case .missing(let word), .invalid(let word, _): word.rawValue
        case .unknownMove, .notYours, .notNow, .gateShut, .outOfDate, .againstTheLoop: nil
        }
    }
}
