import Core
import Desk

/// A list that somebody answers for (台账). Each matter that belongs there stands in it, and nothing leaves it
/// but by being done.
enum Ledger: String, CaseIterable, Sendable {
    /// Under supervision (督办).
    case supervision
    /// Past its time, of every sort, by unit (M135).
    case late
    /// What somebody asked for and another has to decide.
    case decisions
    /// Standing still with approval (挂账).
    case suspended
    /// Explained and kept until conditions are ripe (待办, M22).
    case pending
    /// Parts that are with assistants (M25).
    case parts
    /// Raised to the level above (M43).
    case raised
    case arbitration
    /// Key orders without guidance (M07).
    case guidance
    /// For leaders, and with them (M57).
    case leaders
    /// Promised by a person (M22).
    case promises
    /// Agreements that not all parties accepted (M73).
    case disputes
    case calls, checks
    /// Without any movement (M43).
    case still
    /// Not counted in the assessment.
    case excluded
    /// The four routes (M22).
    case individual, common, legacy, notYet
    /// The four ways (M25).
    case ordinary, complex, deep, special

    /// Those that stand together on the page of all ledgers.
    enum Group: String, CaseIterable, Sendable {
        case pressing, waiting, afterwards, routes, grades
    }

    var group: Group {
        switch self {
        case .supervision, .late, .still, .arbitration, .raised, .guidance: .pressing
        case .decisions, .suspended, .pending, .parts, .leaders, .promises, .disputes: .waiting
        case .calls, .checks, .excluded: .afterwards
        case .individual, .common, .legacy, .notYet: .routes
        case .ordinary, .complex, .deep, .special: .grades
        }
    }

    /// What its rows are.
    enum Content: Sendable {
        case duties(Set<Duty.What>)
        case matters(MatterFilter)
        /// Nothing happened since so many days.
        case still(days: Int)
        /// Everything past its time.
        case late
    }

    /// After how many days without a movement a matter is sinking; the rule of M43 leaves the number open.
    static let stillDays = 7

    var content: Content {
        switch self {
        case .supervision: .duties([.supervision, .supervisionCheck])
        case .decisions: .duties([.extension, .suspension, .exclusion])
        case .suspended: .duties([.suspended])
        case .pending: .duties([.pending])
        case .parts: .duties([.part, .refusedPart])
        case .raised: .duties([.raise, .handDown])
        case .arbitration: .duties([.arbitration])
        case .guidance: .duties([.guidance])
        case .leaders: .duties([.leaderCall, .leadership])
        case .promises: .duties([.promise])
        case .disputes: .duties([.agreement])
        case .calls: .duties([.callBack])
        case .checks: .duties([.check])
        case .late: .late
        case .still: .still(days: Self.stillDays)
        case .excluded: .matters(filter { $0.isExcluded = true })
        case .individual: .matters(filter { ($0.route, $0.isOpen) = (.individual, true) })
        case .common: .matters(filter { ($0.route, $0.isOpen) = (.common, true) })
        case .legacy: .matters(filter { ($0.route, $0.isOpen) = (.legacy, true) })
        case .notYet: .matters(filter { ($0.route, $0.isOpen) = (.notYet, true) })
        case .ordinary: .matters(filter { ($0.grade, $0.isOpen) = (.ordinary, true) })
        case .complex: .matters(filter { ($0.grade, $0.isOpen) = (.complex, true) })
        case .deep: .matters(filter { ($0.grade, $0.isOpen) = (.deep, true) })
        case .special: .matters(filter { ($0.grade, $0.isOpen) = (.special, true) })
        }
    }

    private func filter(_ fill: (inout MatterFilter) -> Void) -> MatterFilter {
        var filter = MatterFilter()
        fill(&filter)
        return filter
    }
}
