import Areas
import Administration
import Assessments
import Attachments
import Callbacks
import CityPack
import Core
import Desk
import Developers
import Directory
import Duties
import Matters
import Papers
import Storage
import Web

/// The slices of this program, one line each.
enum Features {
    static func all(_ town: Town, _ directory: Directory) -> [Feature] {
        let slices: [Feature] = [
            .matters(
                desk: town.desk, shelf: town.shelf, names: { ids in try await directory.names(of: ids) },
                panels: MatterPanels(
                    seconds: { try await town.areas.seconds(of: $0) },
                    colleagues: { text, limit in
                        let now = Surroundings.live.now()
                        return try await directory.people(matching: text, activeOnly: true, limit: limit)
                            .map { $0.colleague(at: now) }
                    })),
            .attachments(desk: town.desk, shelf: town.shelf),
            .areas(town.areas),
            .papers(town.papers),
            .directory(directory, home: "/matters/workbench", elsewhere: held(by: town)),
            .assessments(town.assessments, names: { ids in try await directory.names(of: ids) }),
            .duties(town.desk), .callbacks(CallDesk(desk: town.desk)),
            .administration(town.administration),
        ]
        return slices + [.developers(operations: slices.flatMap(\.operations))]
    }

    /// What of somebody's work stays behind when they leave.
    private static func held(by town: Town) -> HeldWork {
        { person, posts in
            let units = Set(posts.map(\.unit)).sorted()
            let matters = try await town.desk.lastHandled(by: person, in: units, limit: 200)
            if matters.isEmpty { return [] }
            return [
                HeldElsewhere(
                    name: LocalText(
                        zh: "最后由本人办理、还没结束的事项（留在单位）",
                        en: "Open matters they handled last (they stay with the unit)"),
                    count: matters.count,
                    examples: matters.prefix(20).map {
                        .init(text: "\($0.number) \($0.title)", path: "/matters/\($0.number)")
                    })
            ]
        }
    }

    /// What follows the log beside the pages.
    static func followers(_ town: Town) -> [Follower] {
        [
            Tallies.follower,
            Reveals.follower, CallFigures.follower(city: town.pack.city),
            town.areas.follower,
            town.assessments.follower,
            town.desk.expectationFollower,
            Mentions.follower(city: town.pack.city) { names, moment, connection in
                try Directory.people(named: names, in: connection).map { $0.colleague(at: moment) }
            },
        ]
    }
}

extension Person {
    fileprivate func colleague(at moment: Moment) -> Colleague {
        Colleague(id: id, login: login, name: name, posts: posts(at: moment))
    }
}
