import Calls
import CityPack
import Core
import Directory
import Joins
import Knowledge
import Lines
import Storage
import Web

/// What the other slices do for whoever takes a call.
extension Town {
    func callsHelp(_ directory: Directory) -> CallHelp {
        var help = CallHelp()
        help.people = { logins in
            var people: [String: Int64] = [:]
            for login in logins { people[login] = try await directory.person(login: login)?.id }
            return people
        }
        help.names = { ids in try await directory.names(of: ids) }
        knowledge(&help)
        lines(&help)
        same(&help)
        return help
    }

    /// An article's id on the console carries its version: what was said stays what it was then.
    private func knowledge(_ help: inout CallHelp) {
        let knowledge = knowledge
        help.answers = { text, category, language, now, limit in
            try await knowledge.answers(
                matching: text, language: language, category: category, area: nil, at: now, limit: limit
            ).map { answer in
                KnownAnswer(
                    id: "\(answer.id).\(answer.version)", title: answer.title, text: answer.text,
                    path: answer.path)
            }
        }
        help.used = { article, call, person, now, connection in
            let parts = article.split(separator: ".").compactMap { Int64($0) }
            guard parts.count == 2 else { return }
            try knowledge.used(
                parts[0], version: Int(parts[1]), by: .call(call), person: person, at: now, in: connection)
        }
        help.unanswered = { text, category, person, now, connection in
            guard let category else { return }
            try knowledge.unanswered(text, category: category, person: person, at: now, in: connection)
        }
        help.quick = { category, language in
            knowledge.quickServices(for: category).map { service in
                QuickChoice(
                    id: service.code, title: service.title[language],
                    steps: service.steps.map { $0[language] },
                    fields: service.fields.map {
                        .init(name: $0.name, label: $0.label[language], isRequired: $0.isRequired)
                    })
            }
        }
        help.served = { code, answers, person, now, connection in
            guard let service = knowledge.quickServices().first(where: { $0.code == code }) else { return }
            try knowledge.used(
                quick: service, answers: answers, person: person, at: now, in: connection)
        }
    }

    private func same(_ help: inout CallHelp) {
        let joins = joins
        help.likely = { text, area, category, visit in
            try await joins.likely(text: text, area: area, category: category, visit)
        }
        help.question = { number, back, visit in
            try await joins.question(about: number, back: back, visit)
        }
        help.same = { matter, main, person, now, connection in
            try Wish(member: matter, main: main, person: person, at: now).keep(in: connection)
        }
    }

    private func lines(_ help: inout CallHelp) {
        let lines = lines
        let calendar = pack.city.calendar
        help.origin = { called, now in
            let register = try await lines.register()
            return register.line(ofNumber: called, on: calendar.date(of: now)).map { line in
                CallOrigin(
                    code: line.code, name: line.name, number: line.number, mode: line.mode.rawValue)
            }
        }
        help.came = { origin, matter, now, connection in
            guard let mode = LineMode(rawValue: origin.mode) else { return }
            try LinesDesk.note(
                LineOrigin(code: origin.code, number: origin.number, mode: mode), of: matter, at: now,
                in: connection)
        }
        help.partners = {
            try await lines.partners(at: Surroundings.live.now()).map { partner in
                TransferPartner(
                    code: partner.code, name: partner.line.name, isEmergency: partner.line.isEmergency)
            }
        }
        help.transfer = { asked, now in
            _ = try await lines.transfer(
                asked.number, to: asked.partner, reason: asked.reason,
                isLifeThreatening: asked.isEmergency, by: asked.officer, at: now)
        }
    }
}
