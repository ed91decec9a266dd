import CityPack
import Core
import Testing

@Suite("A city pack")
struct CityPackTests {
    @Test("that is whole loads without a word")
    func whole() throws {
        let pack = try TinyPack().load().get()
        #expect(pack.warnings.isEmpty)
        #expect(pack.city.version == 3)
        #expect(pack.city.firstKind == "plea")
        #expect(pack.city.areas.count == 2)
        #expect(pack.city.units[UnitCode("WATER")]?.parent == UnitCode("DESK"))
        #expect(pack.people.map(\.login) == ["an", "bo"])
        #expect(pack.city.catalogue["leak"]?.parent == "water")
        #expect(pack.city.catalogue.leaves.map(\.code) == ["leak"])
        let leak = pack.city.dispatch.unit(
            for: "leak", at: try #require(AreaCode("9801")), in: pack.city.catalogue)
        #expect(leak == UnitCode("WATER"))
        #expect(pack.city.calendar.workDays == [try #require(CivilDate("2026-01-04"))])
    }

    @Test("reads a kind as it is written")
    func kind() throws {
        let city = try TinyPack().load().get().city
        let plea = try #require(city.procedures["plea"])
        #expect(plea.first?.name == "received")
        #expect(plea.stages.map(\.holder) == [.desk, .lead, .resident, .nobody])
        #expect(plea.move("dispatch")?.asks.map(\.required) == [true, true, false])
        #expect(plea.move("answer")?.does == [.answer, .ask, .tell(.resident, template: "asked")])
        #expect(plea.move("redo")?.needs == [.unsatisfied, .dispatched])
        #expect(plea.move("finish")?.automatic == true)
        #expect(plea.move("late")?.by == [.system])
        let limit = try #require(plea.limit("whole"))
        #expect(limit.span(for: .ordinary) == .workingDays(5))
        #expect(limit.span(for: .urgent) == .calendar(86_400_000))
        #expect(limit.pauses == ["asking"])
    }

    @Test("tells every mistake of every file at once")
    func allAtOnce() throws {
        var pack = try TinyPack.with("kinds/plea.yaml", "to: solved", "to: solvd")
        pack.files["areas.csv"] = "code,name_zh,name_en,latitude,longitude\n98,,Tiny,95,110\n"
        pack.files["units.csv"] = nil
        let files = Set(try pack.complaints().map(\.file))
        #expect(files == ["kinds/plea.yaml", "areas.csv", "units.csv"])
    }

    @Test("says each complaint as file, line, problem and remedy")
    func description() throws {
        let pack = try TinyPack.with("kinds/plea.yaml", "to: solved", "to: solvd")
        let line = try pack.line(of: "to: solvd", in: "kinds/plea.yaml")
        #expect(
            try pack.complaints().map(\.description) == [
                "kinds/plea.yaml:\(line): the move \"finish\" leads to \"solvd\", which is no stage. "
                    + "Write one of: received, handling, asking, solved."
            ])
    }

    @Test("changes its fingerprint with every byte, and only then")
    func fingerprint() throws {
        let one = try TinyPack().load().get().fingerprint
        let same = try TinyPack().load().get().fingerprint
        let other = try TinyPack.with("templates.yaml", "was answered", "is answered").load().get()
            .fingerprint
        #expect(one == same)
        #expect(one != other)
        #expect(one.hasPrefix("3-"))
    }

    @Test("warns when its calendar ends within sixty days, and not before")
    func calendar() throws {
        let pack = try TinyPack().load().get()
        let calendar = pack.city.calendar
        let early = calendar.start(of: try #require(CivilDate("2026-10-01")))
        let late = calendar.start(of: try #require(CivilDate("2026-11-20")))
        #expect(pack.warnings(at: early).isEmpty)
        let warning = try #require(pack.warnings(at: late).first)
        #expect(warning.severity == .warning)
        #expect(warning.description.contains("ends on 2026-12-31. Add 2027.csv"))
    }

    @Test("that is not there is refused with the folder's name")
    func absent() {
        #expect {
            try CityPack.load("/nowhere/at/all")
        } throws: { error in
            "\(error)".contains("/nowhere/at/all: there is no such folder")
        }
    }
}
