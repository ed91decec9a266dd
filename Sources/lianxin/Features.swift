import Areas
import Administration
import Assessments
import Attachments
import Callbacks
import Calls
import Chats
import CityPack
import Core
import Courier
import Deliveries
import Desk
import Developers
import Directory
import Duties
import Joins
import Lines
import Knowledge
import Matters
import Open311
import Operation
import Papers
import Published
import Quality
import Rules
import Slips
import Stations
import Storage
import Topics
import Triage
import Web

/// The slices of this program, one line each.
enum Features {
    static func all(_ town: Town, _ directory: Directory) -> [Feature] {
        let attachments = Feature.attachments(desk: town.desk, shelf: town.shelf)
        let others: [Feature] = [
            attachments,
            .areas(
                town.areas, beside: { area, visit in try await town.joins.notices(in: area, visit) }),
            .papers(town.papers), .published(town.published),
            .slips(
                town.slips, shelf: town.shelf, names: { ids in try await directory.names(of: ids) },
                question: { number, back, visit in
                    try await town.joins.question(about: number, back: back, visit)
                }, look: town.slipLook),
            .chats(
                town.chats,
                people: { logins in
                    var names: [String: LocalText] = [:]
                    for login in logins {
                        if let person = try await directory.person(login: login) {
                            names[login] = person.name
                        }
                    }
                    return names
                }),
            .directory(directory, home: "/matters/workbench", elsewhere: held(by: town)),
            .assessments(town.assessments, names: { ids in try await directory.names(of: ids) }),
            .duties(town.desk), .callbacks(CallDesk(desk: town.desk)),
            .administration(town.administration),
            .open311(town.open311Server, client: town.open311, files: attachments.formFiles),
            .stations(town.stations, names: { ids in try await directory.names(of: ids) }),
            .quality(town.quality, names: { ids in try await directory.names(of: ids) }),
            .knowledge(town.knowledge, names: { ids in try await directory.names(of: ids) }),
            .deliveries(
                town.deliveries.showing(topics(town)),
                holder: { try await directory.person($0)?.posts(at: Surroundings.live.now()) },
                names: { ids in try await directory.names(of: ids) }),
            .calls(town.calls.helped(by: town.callsHelp(directory))),
            .rules(town.rules, names: { ids in try await directory.names(of: ids) }),
            .lines(town.lines, names: { ids in try await directory.names(of: ids) }),
            .triage(
                town.triage, names: { ids in try await directory.names(of: ids) },
                beside: { matters, back, visit in
                    try await town.joins.wishes(of: matters, back: back, visit)
                }),
            .joins(town.joins), .operation(operation(town)),
            .topics(town.topics, names: { ids in try await directory.names(of: ids) }),
        ]
        let slices =
            [
                .matters(
                    desk: town.desk, shelf: town.shelf, names: { ids in try await directory.names(of: ids) },
                    panels: MatterPanels(
                        seconds: { try await town.areas.seconds(of: $0) },
                        colleagues: { try await colleagues(directory, $0, limit: $1) },
                        others: others.flatMap(\.panels), resident: town.residentPanels,
                        warnings: town.answerWarnings))
            ] + others
        return slices + [.developers(operations: slices.flatMap(\.operations))]
    }

    private static func colleagues(
        _ directory: Directory, _ text: String, limit: Int
    ) async throws -> [Colleague] {
        let now = Surroundings.live.now()
        return try await directory.people(matching: text, activeOnly: true, limit: limit)
            .map { $0.colleague(at: now) }
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

    /// What is sent to other systems, and what is done with their answers.
    static func topics(_ town: Town) -> [SendingTopic] {
        DeliveriesDesk.topics + [town.open311.sendingTopic, LinesDesk.sendingTopic, ChatsDesk.sendingTopic]
    }

    /// The operator's desk, which knows of all followers and sendings.
    static func operation(_ town: Town) -> OperationDesk {
        town.operation.watching(
            followers: followers(town).map(\.name), topics: topics(town).map(\.name))
    }

    /// What follows the log beside the pages.
    static func followers(_ town: Town) -> [Follower] {
        [
            Tallies.follower, OperationDesk.follower, PublicMatters.follower(city: town.pack.city),
            Open311Told.follower(city: town.pack.city),
            Reveals.follower, CallFigures.follower(city: town.pack.city),
            town.areas.follower, town.deliveries.follower,
            town.assessments.follower,
            town.stations.follower, town.quality.follower,
            town.desk.expectationFollower, town.open311.follower, town.lines.follower,
            town.triage.follower, town.rules.follower, town.slips.follower, town.chats.follower,
            town.topics.follower,
            SimilarDesk(desk: town.desk).follower,
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
