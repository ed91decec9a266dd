import CityPack
import Core
import Testing

@Suite("The file of lines")
struct LineFileTests {
    private static let head =
        "code,number,name_zh,name_en,owner,emergency,mode,from,batch,accept_minutes,contact"
    private static let row = "GAS,660-0302,燃气,Gas,DESK,no,docked,2022-03-01,第一批,15,yes"

    private func pack(_ rows: String, backstops: String? = "area,unit\n98,DESK\n") -> TinyPack {
        var pack = TinyPack()
        pack.files["lines.csv"] = "\(Self.head)\n\(rows)\n"
        pack.files["backstops.csv"] = backstops
        return pack
    }

    @Test("gives the register and who leads where lines refuse")
    func reads() throws {
        let lines = try pack(Self.row).load().get().lines
        let line = try #require(lines.entries.first)
        #expect(lines.entries.count == 1 && line.code == "GAS" && line.number == "6600302")
        #expect(line.mode == .docked && line.acceptMinutes == 15 && line.mayKnowContact && !line.isEmergency)
        #expect(line.from == CivilDate("2022-03-01") && line.batch == "第一批")
        #expect(lines.backstops.values.map(\.text) == ["DESK"])
        #expect(try TinyPack().load().get().lines.entries.isEmpty)
    }

    /// What is wrong in the row, and what is said of it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let problem: String
        var testDescription: String { problem }
    }

    private static let mistakes = [
        Mistake(old: "GAS", new: "G A S", problem: "cannot name a line"),
        Mistake(old: "660-0302", new: "6600302x", problem: "is no number to dial"),
        Mistake(old: "660-0302", new: "12", problem: "is no number to dial"),
        Mistake(old: "燃气", new: "", problem: "\"name_zh\" is empty"),
        Mistake(old: "DESK", new: "NOBODY", problem: "the unit \"NOBODY\" is not in units.csv"),
        Mistake(old: ",no,", new: ",perhaps,", problem: "\"emergency\" is \"perhaps\""),
        Mistake(old: "docked", new: "dockd", problem: "is no mode of a line"),
        Mistake(old: "2022-03-01", new: "2022-02-30", problem: "is no day"),
        Mistake(old: ",15,", new: ",0,", problem: "is no time to accept"),
        Mistake(old: ",15,", new: ",1441,", problem: "is no time to accept"),
    ]

    @Test("is complained of with its line", arguments: mistakes)
    func complains(_ mistake: Mistake) throws {
        let row = Self.row.replacing(mistake.old, with: mistake.new, maxReplacements: 1)
        let complaints = try pack(row).complaints()
        let found = complaints.filter { $0.problem.contains(mistake.problem) }
        #expect(found.map(\.file) == ["lines.csv"], "\(complaints)")
        #expect(found.map(\.line) == [2])
    }

    @Test("is complained of when a line begins twice on a day, or nobody leads for the city")
    func whole() throws {
        #expect(
            try pack("\(Self.row)\n\(Self.row)").complaints().map(\.problem)
                == ["the line \"GAS\" begins twice on 2022-03-01"])
        let nobody = try pack(Self.row, backstops: "area,unit\n").complaints().map(\.problem)
        #expect(nobody == ["nobody leads for the whole city"])
        let unknown = try pack(Self.row, backstops: "area,unit\n98,DESK\n9877,DESK\n").complaints()
        #expect(unknown.map(\.problem) == ["the area \"9877\" is not in areas.csv"])
    }
}
