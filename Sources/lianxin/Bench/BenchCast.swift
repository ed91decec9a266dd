import CityPack
import Core
import Desk
import Directory
import Foundation
import Web

/// Who does what while it is measured: somebody at the desk, somebody of a unit, and the moves of their
/// ordinary way, found in the city pack by what they do.
struct BenchCast: Sendable {
    let clerk: Actor
    let clerkToken: String
    let handlerToken: String
    let areas: [String]
    /// With a category a matter can be given to a unit at once.
    let category: String
    let noting: String
    let notingWord: String
    let dispatching: String
    let dispatchInputs: [String: String]
    let answering: String
    let answerInputs: [String: String]

    private static let tokenName = "lianxin bench"

    /// - Throws: `Fault.configuration` for a city in which nobody can do it.
    init(_ town: Town, _ directory: Directory) async throws {
        let people = try await DemoPeople(of: town, directory)
        guard let clerk = people.wide(in: town.pack.city),
            let category = town.pack.city.catalogue.leaves.first?.code
        else { throw Self.unfit("nobody sees the whole city") }
        self.clerk = clerk
        self.category = category
        areas = town.pack.city.areas.codes.filter { $0.level == .village }.map(\.text)
        guard !areas.isEmpty else { throw Self.unfit("it has no villages") }
        let now = Surroundings.live.now()
        let trial = try await Trial(town, clerk, category: category, area: areas[0], at: now)
        (noting, notingWord) = (trial.noting.name, trial.notingWord.rawValue)
        let found = try await trial.way(with: people, at: now)
        (dispatching, dispatchInputs) = (found.dispatching, found.dispatchInputs)
        (answering, answerInputs) = (found.answering, found.answerInputs)
        clerkToken = try await Self.token(of: clerk, directory, at: now)
        handlerToken = try await Self.token(of: found.handler, directory, at: now)
    }

    static func unfit(_ why: String) -> Fault {
        Fault(.configuration, "The city pack is not fit for measuring: \(why).", remedy: "Use Cities/demo.")
    }

    /// A new token; those of earlier runs are taken back.
    private static func token(of actor: Actor, _ directory: Directory, at now: Moment) async throws
        -> String
    {
        guard case .officer(let id, _) = actor, let person = try await directory.person(id) else {
            throw unfit("nobody has an account")
        }
        for old in try await directory.tokens(of: id) where old.name == tokenName && old.holds(at: now) {
            try await directory.revoke(token: old.id, of: id, by: .system("bench"), now: now)
        }
        return try await directory.createToken(
            login: person.login, name: tokenName,
            scopes: ["matters:read", "matters:write", "moves:write"], expires: now + 86_400_000,
            by: .system("bench"), now: now)
    }
}

extension BenchCast {
    /// A matter on which the way is tried once.
    private struct Trial {
        let town: Town
        let clerk: Actor
        let number: String
        let noting: Move
        let notingWord: InputWord

        init(_ town: Town, _ clerk: Actor, category: String, area: String, at now: Moment) async throws {
            (self.town, self.clerk) = (town, clerk)
            var filing = Filing(text: BenchTexts.sentences[0], channel: .hotline)
            filing.category = category
            filing.area = AreaCode(area)
            filing.contact = Filing.Contact(name: "测试", phone: "13900000000")
            number = try await town.desk.file(filing, by: clerk, at: now).number
            let moves = try await Self.moves(of: clerk, on: number, town, at: now)
            // It asks for some words, leads nowhere and can be made again.
            let found = moves.compactMap { move -> (Move, InputWord)? in
                guard move.to == nil, move.does == [.note], Self.needed(move) == [.note] else { return nil }
                return (move, .note)
            }.first
            guard let found else { throw BenchCast.unfit("there is no move that only adds a note") }
            (noting, notingWord) = found
        }

        struct Way {
            let handler: Actor
            let dispatching: String
            let dispatchInputs: [String: String]
            let answering: String
            let answerInputs: [String: String]
        }

        /// Gives the matter to one unit after the other until somebody of it can answer.
        func way(with people: DemoPeople, at now: Moment) async throws -> Way {
            let desk = town.desk
            let moves = try await Self.moves(of: clerk, on: number, town, at: now)
            guard
                let dispatch = moves.first(where: { move in
                    move.does.contains(.dispatch) && Self.needed(move) == [.unit]
                })
            else { throw BenchCast.unfit("the desk cannot give a matter to a unit at once") }
            for unit in people.units {
                let inputs = [InputWord.unit: unit.text]
                guard let matter = try await trial(Order(dispatch.name, inputs), at: now) else { continue }
                for handler in people.of(unit) {
                    let answers = possibleMoves(on: matter, by: handler, in: town.pack.city, at: now)
                    guard
                        let answer = answers.first(where: { move in
                            move.does.contains(.answer) && Self.needed(move) == [.answer]
                        })
                    else { continue }
                    _ = try await desk.perform(
                        Order(dispatch.name, inputs), on: .number(number), by: clerk, at: now)
                    let words = [InputWord.answer: BenchTexts.answer]
                    _ = try await desk.perform(
                        Order(answer.name, words), on: .number(number), by: handler, at: now)
                    return Way(
                        handler: handler, dispatching: dispatch.name,
                        dispatchInputs: [InputWord.unit.rawValue: unit.text], answering: answer.name,
                        answerInputs: [InputWord.answer.rawValue: BenchTexts.answer])
                }
            }
            throw BenchCast.unfit("no unit can answer as soon as it has a matter")
        }

        /// What the matter would be after a move; nil where it is refused.
        private func trial(_ order: Order, at now: Moment) async throws -> Matter? {
            guard var matter = try await town.desk.dossier(.number(number), for: clerk)?.matter,
                let events = try? decide(order, on: matter, by: clerk, in: town.pack.city, at: now)
            else { return nil }
            for event in events { matter.apply(event) }
            return matter
        }

        private static func needed(_ move: Move) -> [InputWord] {
            move.asks.filter(\.required).map(\.word)
        }

        private static func moves(of actor: Actor, on number: String, _ town: Town, at now: Moment)
            async throws -> [Move]
        {
            guard let matter = try await town.desk.dossier(.number(number), for: actor)?.matter else {
                throw BenchCast.unfit("the clerk does not see what they filed")
            }
            return possibleMoves(on: matter, by: actor, in: town.pack.city, at: now)
        }
    }
}
