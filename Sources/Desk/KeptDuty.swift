import Core

/// A duty as it is kept: with what lists of a place need of its matter.
struct KeptDuty: Hashable {
    var duty: Duty
    /// Who asked for what shall be decided: they do not decide it themselves.
    let askedBy: Int64?
    let area: AreaCode
    let rank: Int

    /// The duties of a matter, one for each sort and unit: two refused parts are one call to look at both.
    static func all(of matter: Matter, in city: City) -> [KeptDuty] {
        var kept: [KeptDuty] = []
        for duty in duties(of: matter, in: city) {
            if let index = kept.firstIndex(where: { $0.duty.what == duty.what && $0.duty.unit == duty.unit })
            {
                kept[index].duty = kept[index].duty.together(with: duty)
            } else {
                kept.append(
                    KeptDuty(
                        duty: duty, askedBy: asker(duty.what, matter), area: matter.area,
                        rank: matter.urgency.rankColumn))
            }
        }
        return kept.sorted { DutyPlace($0.duty, of: 0) < DutyPlace($1.duty, of: 0) }
    }

    private static func asker(_ what: Duty.What, _ matter: Matter) -> Int64? {
        ProposalKind.allCases.first { $0.duty == what }.flatMap { matter.side.proposal($0)?.by }
    }
}

extension Duty {
    fileprivate func together(with other: Duty) -> Duty {
        Duty(
            what: what, unit: unit, person: person ?? other.person,
            roles: Set(roles + other.roles).sorted(), since: min(since, other.since),
            notBefore: min(notBefore, other.notBefore),
            due: [due, other.due].compactMap(\.self).min())
    }
}
