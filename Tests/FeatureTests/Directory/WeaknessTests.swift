import Core
import Storage
import Testing

@testable import Directory

@Suite("The weakness of accounts")
struct WeaknessTests {
    private func add(
        _ login: String, _ password: String?, as post: Post = Town.administrator, mustChange: Bool = false,
        to town: Town
    ) async throws {
        let hash: String? =
            if let password {
                try await town.directory.passwords.hash(
                    Password(password), salt: Array(repeating: 1, count: 16))
            } else { nil }
        let now = town.now
        try await town.database.write { connection in
            let people = PeopleStore(connection)
            let id = try people.add(
                login: login, name: Town.text(login), password: hash, mustChange: mustChange, now: now)
            try people.give(post, to: id, now: now)
        }
    }

    @Test(
        "is a password of a person who manages accounts that is tried first",
        arguments: ["li.na", "li.nali.na", "admin", "12345678", " password "])
    func guessable(password: String) async throws {
        let town = try await Town()
        try await add("li.na", password, to: town)
        #expect(try await town.directory.weakness(now: town.now).guessable == ["li.na"])
    }

    @Test("is not a password of their own, no password, nor one of somebody who is gone or manages nothing")
    func sound() async throws {
        let town = try await Town()
        try await add("wang.wu", Town.password, to: town)
        try await add("zhao.liu", nil, to: town)
        try await add("qian.qi", "admin", as: Town.handler, to: town)
        try await add("sun.ba", "admin", to: town)
        try await town.database.write { connection in
            let people = PeopleStore(connection)
            let gone = try #require(try people.person(login: "sun.ba"))
            try people.setActive(false, gone.id)
        }
        #expect(try await town.directory.weakness(now: town.now) == Directory.Weakness())
    }

    @Test("is a password that somebody else gave, until it is changed")
    func given() async throws {
        let town = try await Town()
        try await add("wang.wu", Town.password, as: Town.handler, mustChange: true, to: town)
        #expect(try await town.directory.weakness(now: town.now).unchanged == 1)
        let hash = try await town.directory.passwords.hash(
            Password("three hills under a boat"), salt: Array(repeating: 2, count: 16))
        try await town.database.write { connection in
            let people = PeopleStore(connection)
            let person = try #require(try people.person(login: "wang.wu"))
            try people.setPassword(hash, of: person.id)
        }
        #expect(try await town.directory.weakness(now: town.now).unchanged == 0)
    }

    @Test("costs no more than eight people's guesses, however many there are")
    func bounded() async throws {
        let town = try await Town()
        for index in 0..<12 { try await add("person.\(index)", Town.password, to: town) }
        let before = town.directory.hashesMade
        _ = try await town.directory.weakness(now: town.now)
        #expect(town.directory.hashesMade - before == 64)
    }
}
