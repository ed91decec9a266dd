import Areas
import Core
import Joins
import Matters
import Quality
import Slips
import Web

/// What slices know for each other: on the pages of a resident, of answers and of slips.
extension Town {
    var answerWarnings: AnswerWarnings {
        let quality = quality
        return { number, version, visit in
            try await quality.hints(about: number, through: version, visit)
        }
    }

    /// Whoever types a slip in is asked before it becomes a matter.
    var slipLook: SlipLook {
        let joins = joins
        return SlipLook(
            likely: { text, area, category, visit in
                try await joins.likely(text: text, area: area, category: category, visit, limit: 3)
            },
            same: { matter, main, officer, now, transaction in
                try joins.say(matter, isSameAs: main, by: officer, at: now, in: transaction)
            })
    }

    var residentPanels: ResidentPanels {
        let (joins, areas) = (joins, areas)
        return ResidentPanels(
            receipt: { matter, token, visit in
                try await joins.question(to: matter, token: token, visit)
            },
            track: { matter, _, visit in try await joins.told(of: matter, visit) },
            named: { key, matter, now in
                if let main = try await areas.matter(ofKey: key) {
                    try await joins.wish(matter, sameAs: main, at: now)
                }
            })
    }
}
