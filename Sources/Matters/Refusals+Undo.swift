public import Core
public import Web

extension UndoRefusal: Refusable {
    /// Stable, for programs: `undo_too_late`.
    public var code: String {
        switch self {
        case .nothingToUndo: "undo_nothing"
        case .notYours: "undo_not_yours"
        case .tooLate: "undo_too_late"
        case .stays: "undo_stays"
        case .told: "undo_told"
        case .outOfDate: "undo_out_of_date"
        }
    }

    /// 403 for somebody else's step, 409 for the rest.
    public var status: Int { self == .notYours ? 403 : 409 }

    public func sentence(_ words: Words) -> String { words("matters.undo.refused.\(rawValue)") }
}
