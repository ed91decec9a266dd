import CityPack
import Foundation
import Testing

/// A pack of two areas, two units and one kind, written to a folder of its own; a test breaks one file of it.
struct TinyPack {
    var files = TinyPack.whole

    /// The files with `old` replaced in one of them. Nothing to replace is a mistake of the test.
    static func with(_ file: String, _ old: String, _ new: String) throws -> TinyPack {
        var pack = TinyPack()
        let text = try #require(pack.files[file])
        try #require(text.contains(old))
        pack.files[file] = text.replacing(old, with: new, maxReplacements: 1)
        return pack
    }

    /// The line in which the words first stand.
    func line(of words: String, in file: String) throws -> Int {
        let lines = try #require(files[file]).split(separator: "\n", omittingEmptySubsequences: false)
        return try #require(lines.firstIndex { $0.contains(words) }) + 1
    }

    /// Writes the pack, loads it, and removes it.
    func load(bytes: [String: [UInt8]] = [:]) throws -> Result<LoadedPack, PackRefusal> {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "pack-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["kinds", "calendar", "papers"] {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        for (file, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(file)) }
        for (file, bytes) in bytes { try Data(bytes).write(to: folder.appendingPathComponent(file)) }
        return Result { () throws(PackRefusal) in try CityPack.load(folder.path) }
    }

    /// What is complained of; empty for a pack that loads.
    func complaints(bytes: [String: [UInt8]] = [:]) throws -> [PackComplaint] {
        switch try load(bytes: bytes) {
        case .success(let pack): pack.warnings
        case .failure(let refusal): refusal.complaints
        }
    }

    static let whole: [String: String] = [
        "city.yaml": """
        name: {zh: 小城, en: Tiny}
        version: 3
        area: "98"
        desk: DESK
        firstKind: plea
        """,
        "areas.csv": """
        code,name_zh,name_en,latitude,longitude
        98,小城,Tiny,30.5,110.5
        9801,东城,East,,
        """,
        "units.csv": """
        code,name_zh,name_en,area,parent
        DESK,受理处,Desk,98,
        WATER,水务局,Water,98,DESK
        """,
        "posts.csv": """
        login,name_zh,name_en,role,unit,area
        an,安,An,clerk,DESK,98
        bo,波,Bo,handler,WATER,98
        """,
        "roles.yaml": """
        roles:
          clerk:
            name: {zh: 受理员, en: Clerk}
            sight: area
            powers: [figures]
          handler:
            name: {zh: 承办人, en: Handler}
            sight: unit
        """,
        "catalogue.yaml": """
        categories:
          water:
            name: {zh: 水, en: Water}
            children:
              leak: {name: {zh: 漏水, en: Leak}}
        """,
        "dispatch.csv": """
        category,area,unit,co_units
        *,98,DESK,
        water,98,WATER,DESK
        """,
        "templates.yaml": """
        templates:
          asked: {zh: "事项{number}已答复", en: "Matter {number} was answered"}
        """,
        "calendar/hours.yaml": """
        zone: "+08:00"
        weekdays: [monday, tuesday, wednesday, thursday, friday]
        hours: ["09:00-12:00", "13:00-17:00"]
        """,
        "calendar/2026.csv": """
        # The official list.
        date,name_zh,name_en,off
        2026-01-01,元旦,New Year,yes
        2026-01-04,元旦,New Year,no
        """,
        "kinds/plea.yaml": plea,
    ]

    static let plea = """
        kind: plea
        version: 1
        name: {zh: 诉求, en: Plea}
        prefix: PL
        stages:
          received:
            name: {zh: 已收到, en: Received}
            told: {zh: 已收到, en: We have it}
            holder: desk
          handling:
            name: {zh: 办理中, en: Handling}
            told: {zh: 办理中, en: At work}
            holder: lead
          asking:
            name: {zh: 请评价, en: Asking}
            told: {zh: 请评价, en: Your word}
            holder: resident
          solved:
            name: {zh: 已解决, en: Solved}
            told: {zh: 已解决, en: Solved}
            holder: nobody
            closes: solved
        moves:
          dispatch:
            name: {zh: 派单, en: Dispatch}
            from: [received]
            to: handling
            by: [clerk]
            asks: [category, unit, reason?]
            does: [categorise, dispatch]
          answer:
            name: {zh: 答复, en: Answer}
            from: [handling]
            to: asking
            by: [handler]
            asks: [answer]
            does: [answer, ask, {tell: {resident: asked}}]
          rate:
            name: {zh: 评价, en: Rate}
            from: [asking]
            by: [resident]
            asks: [solved, satisfied, why?]
            does: [opinion]
          finish:
            name: {zh: 销号, en: Finish}
            from: [asking]
            to: solved
            by: [system]
            needs: [satisfied]
            automatic: true
          redo:
            name: {zh: 退回, en: Redo}
            from: [asking]
            to: handling
            by: [system]
            needs: [unsatisfied, dispatched]
            automatic: true
          late:
            name: {zh: 超期, en: Late}
            from: [received, handling]
            by: [system]
            does: [markOverdue]
        limits:
          whole:
            name: {zh: 时限, en: Limit}
            time: 5wd
            urgent: 24h
            runs: [received, handling]
            pauses: [asking]
            atExpiry: late

        """
}
