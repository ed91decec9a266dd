import CityPack
import Core
import Testing

/// One mistake in one file of a pack, and what has to be said of it.
struct FileMistake: Sendable, CustomTestStringConvertible {
    let file: String
    let old: String
    let new: String
    let line: Int
    let problem: String

    init(_ file: String, _ old: String, _ new: String, line: Int, _ problem: String) {
        self.file = file
        self.old = old
        self.new = new
        self.line = line
        self.problem = problem
    }

    var testDescription: String { "\(file): \(problem)" }

    static let rows: [FileMistake] = [
        .init("areas.csv", "9801,东城,East,,", "980,东城,East,,", line: 3, "\"980\" is no area code"),
        .init("areas.csv", "9801,东城,East,,", "9701,东城,East,,", line: 3, "does not lie in the city"),
        .init("areas.csv", "9801,东城,East,,", "980101,东城,East,,", line: 3, "lies in 9801, which has no row"),
        .init("areas.csv", "9801,东城,East,,", "98,东城,East,,", line: 3, "the area 98 stands twice"),
        .init("areas.csv", "9801,东城,East,,", "9801,东城,East,", line: 3, "the row has 4 fields, the header 5"),
        .init("areas.csv", "9801,东城,East,,", "9801,东城,,,", line: 3, "\"name_en\" is empty"),
        .init("areas.csv", "30.5,110.5", "30.5,210.5", line: 2, "is no place on earth"),
        .init("areas.csv", "30.5,110.5", "\"30,5\",110.5", line: 2, "is no place on earth"),
        .init("areas.csv", "latitude", "breite", line: 1, "the header has no column \"latitude\""),
        .init("areas.csv", "9801,东城", "9801,\"东\"城", line: 3, "text follows a closing quote"),
        .init("areas.csv", "9801,东城", "9801,\"东城", line: 3, "a quote is opened and never closed"),
        .init("units.csv", "98,DESK", "99,DESK", line: 3, "serves the area 99, which does not exist"),
        .init("units.csv", "98,DESK", "98,DESC", line: 3, "stands under DESC, which does not exist"),
        .init(
            "units.csv", "Desk,98,", "Desk,98,WATER", line: 2, "stand above themselves: DESK → WATER → DESK"),
        .init("units.csv", "WATER,水", "DESK,水", line: 3, "the unit DESK stands twice"),
        .init("units.csv", "WATER,水", "WA TER,水", line: 3, "\"WA TER\" cannot be a code"),
        .init("posts.csv", "clerk,DESK", "clark,DESK", line: 2, "the role \"clark\", which does not exist"),
        .init("posts.csv", "clerk,DESK", "clerk,TABLE", line: 2, "in the unit TABLE, which does not exist"),
        .init(
            "posts.csv", "handler,WATER,98", "handler,WATER,97", line: 3,
            "for the area 97, which does not exist"),
        .init("posts.csv", "bo,波,Bo", "an,波,Bo", line: 3, "the login \"an\" has the names 安 and 波"),
        .init("dispatch.csv", "water,98", "fire,98", line: 3, "the category \"fire\", which does not exist"),
        .init(
            "dispatch.csv", "water,98,WATER", "water,98,FIRE", line: 3,
            "gives to the unit FIRE, which does not exist"),
        .init(
            "dispatch.csv", "WATER,DESK", "WATER,DESC", line: 3,
            "the assisting unit \"DESC\" does not exist"),
        .init("dispatch.csv", "*,98,DESK,", "water,98,DESK,", line: 3, "two rules for water at 98"),
        .init(
            "dispatch.csv", "*,98,DESK,", "*,9801,DESK,", line: 1,
            "1 areas have no backstop, first of them 98 小城"),
        .init("calendar/2026.csv", "01-04", "02-30", line: 4, "\"2026-02-30\" is no day"),
        .init("calendar/2026.csv", "2026-01-04", "2025-01-04", line: 4, "does not lie in 2026"),
        .init("calendar/2026.csv", "2026-01-04", "2026-01-01", line: 4, "stands in line 3 already"),
        .init("calendar/2026.csv", "New Year,no", "New Year,maybe", line: 4, "\"off\" is \"maybe\""),
    ]

    static let blocks: [FileMistake] = [
        .init("city.yaml", "desk: DESK", "desk: DISK", line: 4, "the desk DISK is no unit"),
        .init("city.yaml", "area: \"98\"", "area: \"9\"", line: 3, "\"9\" is no area code"),
        .init(
            "city.yaml", "firstKind: plea", "firstKind: please", line: 5,
            "the first kind \"please\" does not exist"),
        .init("city.yaml", "version: 3", "version: 0", line: 2, "the version is 0"),
        .init(
            "city.yaml", "desk: DESK", "desc: DESK", line: 4,
            "the city has \"desc\", which means nothing here"),
        .init("city.yaml", "desk: DESK", "samples: ../x", line: 4, "the file \"../x\" is not in the pack"),
        .init(
            "roles.yaml", "sight: unit", "sight: far", line: 8, "\"sight\" of the role \"handler\" is \"far\""
        ),
        .init("roles.yaml", "[figures]", "[fly]", line: 5, "\"powers\" of the role \"clerk\" is \"fly\""),
        .init("roles.yaml", "  handler:", "  resident:", line: 6, "has a name that is taken"),
        .init("catalogue.yaml", "leak:", "water:", line: 5, "the category \"water\" stands twice"),
        .init("catalogue.yaml", "leak: {name", "leak: {nam", line: 5, "the category \"leak\" has \"nam\""),
        .init(
            "templates.yaml", "{number} was", "{nummer} was", line: 2,
            "has the blank {nummer}, which nothing fills"),
        .init("calendar/hours.yaml", "+08:00", "8 o'clock", line: 1, "is no distance from UTC"),
        .init("calendar/hours.yaml", "monday,", "moonday,", line: 2, "\"moonday\" is no weekday"),
        .init("calendar/hours.yaml", "09:00-12:00", "9-12", line: 3, "\"9-12\" are no opening hours"),
        .init("calendar/hours.yaml", "13:00-17:00", "17:00-13:00", line: 1, "close before they open"),
        .init("calendar/hours.yaml", "13:00-17:00", "11:00-17:00", line: 1, "overlap"),
        .init(
            "calendar/hours.yaml", "[monday, tuesday, wednesday, thursday, friday]", "[]", line: 1,
            "no day is worked"),
    ]
}

@Suite("A file of a city pack")
struct FileComplaintTests {
    @Test("says which row is wrong", arguments: FileMistake.rows)
    func rows(mistake: FileMistake) throws { try check(mistake) }

    @Test("says which value is wrong", arguments: FileMistake.blocks)
    func blocks(mistake: FileMistake) throws { try check(mistake) }

    private func check(_ mistake: FileMistake) throws {
        let complaints = try TinyPack.with(mistake.file, mistake.old, mistake.new).complaints()
        let told = complaints.map(\.description).joined(separator: "\n")
        let complaint = try #require(
            complaints.first { $0.problem.contains(mistake.problem) }, "told was:\n\(told)")
        #expect(complaint.file == mistake.file)
        #expect(complaint.line == mistake.line, "\(complaint)")
        #expect(!complaint.remedy.isEmpty)
    }

    @Test("a role that nobody holds is told at the move that waits for it")
    func heldRoles() throws {
        let pack = try TinyPack.with("posts.csv", "bo,波,Bo,handler,WATER,98", "bo,波,Bo,clerk,WATER,98")
        let complaint = try #require(try pack.complaints().first)
        #expect(complaint.file == "kinds/plea.yaml")
        #expect(complaint.line == (try pack.line(of: "by: [handler]", in: "kinds/plea.yaml")))
        #expect(complaint.problem.contains("is by \"handler\", a role that nobody holds"))
    }

    @Test("a category without a rule is told, though the backstop would take it")
    func bareCategory() throws {
        let pack = try TinyPack.with("dispatch.csv", "water,98,WATER,DESK", "*,9801,DESK,")
        let complaint = try #require(try pack.complaints().first)
        #expect(complaint.file == "catalogue.yaml")
        #expect(complaint.line == 5)
        #expect(complaint.problem == "the category \"leak\" has no rule of dispatch")
    }

    @Test("in GBK is told with the encoding to choose, in tables and in blocks")
    func gbk() throws {
        let gbk: [UInt8] = [0xB6, 0xAB, 0xB3, 0xC7]  // 东城
        let areas = Array("code,name_zh,name_en,latitude,longitude\n98,".utf8) + gbk + Array(",Tiny,,\n".utf8)
        let city = Array("name: {zh: ".utf8) + gbk + Array(", en: Tiny}\n".utf8)
        let table = try #require(try TinyPack().complaints(bytes: ["areas.csv": areas]).first)
        let block = try #require(try TinyPack().complaints(bytes: ["city.yaml": city]).first)
        #expect(table.description.hasPrefix("areas.csv:2: the text is not UTF-8 (perhaps GBK)"))
        #expect(block.description.hasPrefix("city.yaml:1: the text is not UTF-8 (perhaps GBK)"))
        #expect(block.remedy == "Save the file again with the encoding UTF-8")
    }

    @Test("as spreadsheets save it, with a mark, semicolons and CRLF, is taken")
    func spreadsheet() throws {
        let text =
            "\u{FEFF}code;name_zh;name_en;latitude;longitude\r\n98;\"小;城\";Tiny;;\r\n9801;东城;East;;\r\n"
        let pack = try TinyPack().load(bytes: ["areas.csv": Array(text.utf8)]).get()
        #expect(pack.city.areas[pack.city.area]?.name.zh == "小;城")
    }

    @Test("that is huge is refused before it is read")
    func huge() throws {
        let complaints = try TinyPack().complaints(bytes: [
            "city.yaml": Array(repeating: 35, count: 2_097_153)
        ])
        #expect(complaints.map(\.problem) == ["the file is larger than 2 MB"])
    }

    @Test("that would grow without end by aliases is refused")
    func bomb() throws {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        let complaint = try #require(try TinyPack().complaints(bytes: ["city.yaml": Array(text.utf8)]).first)
        #expect(complaint.line == 1)
        #expect(complaint.problem.contains("anchor or alias"))
    }

    @Test("that nests without end is refused")
    func deep() throws {
        let text = "name: " + String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
        let complaints = try TinyPack().complaints(bytes: ["city.yaml": Array(text.utf8)])
        #expect(complaints.contains { $0.problem.contains("deeper than 32 levels") })
    }

    @Test("that is empty, or one number, says what belongs there")
    func empty() throws {
        for text in ["", "# only a comment\n", "42\n", "- a\n- b\n"] {
            let complaint = try #require(
                try TinyPack().complaints(bytes: ["roles.yaml": Array(text.utf8)]).first)
            #expect(complaint.file == "roles.yaml")
            #expect(!complaint.problem.contains("YamlError"))
        }
    }

    @Test("keeps stars and ampersands that are no YAML")
    func stars() throws {
        let pack = try TinyPack.with("templates.yaml", "was answered", "& more * was answered, *really*")
            .load().get()
        #expect(pack.city.templates["asked"]?.text.en.contains("*really*") == true)
    }

    @Test("that lost a line, or a byte to noise, is read or refused with a place, whatever it was")
    func damaged() throws {
        let lines = TinyPack.plea.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var texts = lines.indices.map { lost in
            Array(lines.enumerated().filter { $0.offset != lost }.map(\.element).joined(separator: "\n").utf8)
        }
        for (index, noise) in Array("{}[]:,&*!|>'\"%@`#-?\t\0".utf8).enumerated() {
            for start in stride(from: index, to: TinyPack.plea.utf8.count, by: 997) {
                var bytes = Array(TinyPack.plea.utf8)
                bytes[start] = noise
                texts.append(bytes)
            }
        }
        var refused = 0
        for text in texts {
            let complaints = try TinyPack().complaints(bytes: ["kinds/plea.yaml": text])
            if !complaints.isEmpty { refused += 1 }
            for complaint in complaints where complaint.file == "kinds/plea.yaml" {
                #expect(complaint.line > 0, "\(complaint)")
            }
        }
        #expect(refused > texts.count / 2)
    }
}
