import CityPack
import Core

@testable import lianxin

/// What the table's words ask of whoever comes, beside the powers of roles: said once more and apart from
/// the program.
enum Need: String, CaseIterable {
    case posts, slips, lead, writer, commenter, chooser, quality, judge, audit, seat, ruler, joiner

    /// Every word that may stand in a line.
    static let words = Set(allCases.map(\.rawValue) + Role.Power.allCases.map(\.rawValue))

    static func holds(_ word: String, for caller: Caller, _ thing: Thing?, in whole: WholeTown) -> Bool {
        if let power = Role.Power(rawValue: word) { return caller.powers.contains(power) }
        return Need(rawValue: word)?.holds(for: caller, thing, in: whole) ?? false
    }

    private func holds(for caller: Caller, _ thing: Thing?, in whole: WholeTown) -> Bool {
        let (posts, powers) = (caller.posts, caller.powers)
        let isWide = posts.contains { $0.area.contains(whole.city.area) }
        let isNear = thing?.area.map { area in posts.contains { $0.area.contains(area) } } ?? false
        let worksOnIt = thing.map { thing in posts.contains { thing.units.contains($0.unit) } } ?? false
        let leadsIt = thing.map { thing in posts.contains { thing.leads.contains($0.unit) } } ?? false
        switch self {
        case .posts: return !posts.isEmpty
        case .slips: return powers.contains(.takeCalls) || posts.contains { $0.area.level >= .town }
        case .lead, .writer: return leadsIt
        case .commenter:
            let commenters = whole.town.pack.assessments.commenters
            return posts.contains { post in
                commenters.contains(post.role) && thing?.units.contains(post.unit) == true
            }
        case .chooser:
            let choosers = whole.town.pack.topics.choosers
            return posts.contains { choosers.contains($0.role) && $0.area.contains(whole.city.area) }
        case .quality:
            return powers.contains(.figures)
                || posts.contains { whole.city.roles[$0.role]?.sight == .unit }
        case .judge: return powers.contains(.figures) && isNear && !worksOnIt
        case .audit:
            return !powers.isDisjoint(with: [.manageAccounts, .exchange])
                || powers.contains(.figures) && isWide
        case .seat:
            return whole.town.pack.seats.contains { seat in
                seat.login == caller.login
                    || seat.login == nil && posts.contains { $0.unit == seat.unit }
            }
        case .ruler: return powers.contains(.manageRules) && isNear
        case .joiner:
            let roles = Set(posts.map { Party.role($0.role) })
            return whole.city.procedures.values.contains { procedure in
                procedure.moves.contains { $0.does.contains(.join) && !roles.isDisjoint(with: $0.by) }
            }
        }
    }
}
