import Foundation
import Press
import Testing

@Suite("A paper") struct PressTests {
    private static let long = String(repeating: "路灯不亮，晚上看不清 a street lamp is broken。", count: 130)
        .prefix(4000).description

    private func paper(_ blocks: [PressDocument.Block], language: String = "zh-CN") -> PressDocument {
        PressDocument(
            title: "工作单 QS1 “<&>”", running: "连心市", language: language, blocks: blocks,
            footer: { "第 \($0) 页，共 \($1) 页" })
    }

    /// What a tool of poppler says of a file.
    private func tool(_ name: String, _ arguments: [String], _ bytes: [UInt8]) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "lx-\(UUID().uuidString).pdf")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let said = file.path + ".said"
        defer { try? FileManager.default.removeItem(atPath: said) }
        let process = try Spawned(
            "/usr/bin/\(name)", arguments.map { $0 == "FILE" ? file.path : $0 }, output: said)
        #expect(process.endNow() == 0)
        return String(decoding: try Data(contentsOf: URL(filePath: said)), as: UTF8.self)
    }

    private func text(_ bytes: [UInt8]) throws -> String {
        try tool("pdftotext", ["-layout", "FILE", "-"], bytes)
    }

    @Test("says in Chinese and Latin what it was given, with its fonts inside")
    func said() async throws {
        let bytes = try await paper([
            .heading("群众诉求办理工作单", level: 1), .facts([("编号", "QS1"), ("地点", "东头 No. 5 路口")]),
            .quote("村口垃圾没人清。\nPlease come & <look>."), .signatures(["承办人", "负责人"]),
        ]).pdf()
        #expect(bytes.starts(with: Array("%PDF-".utf8)))
        let text = try text(bytes)
        for words in ["群众诉求办理工作单", "编号", "QS1", "东头 No. 5 路口", "村口垃圾没人清。", "<look>", "承办人", "第 1 页，共 1 页"] {
            #expect(text.contains(words), "\(words) in \(text)")
        }
        let fonts = try tool("pdffonts", ["FILE"], bytes).split(separator: "\n").dropFirst(2)
        #expect(!fonts.isEmpty)
        for font in fonts {
            #expect(font.split(separator: " ").suffix(5).first == "yes", "\(font)")
        }
    }

    @Test("names itself and its language")
    func names() async throws {
        let bytes = try await paper([.paragraph("x")], language: "en").pdf()
        let facts = try tool("pdfinfo", ["FILE"], bytes)
        #expect(facts.contains("工作单 QS1 “<&>”"))
        #expect(facts.contains("A4"))
        #expect(String(decoding: bytes, as: UTF8.self).contains("/Lang (en)"))
        // A language that would break the file is left out, the file stays whole.
        let odd = try await paper([.paragraph("x")], language: "zh) /Evil (").pdf()
        #expect(!String(decoding: odd, as: UTF8.self).contains("Evil"))
        #expect(try text(odd).contains("x"))
    }

    @Test("goes on over pages, each with its head and its number, and loses nothing")
    func pages() async throws {
        let rows = (1...90).map { ["3月\($0)日", "测试\($0)", $0 == 40 ? Self.long : "第\($0)步。"] }
        let bytes = try await paper([
            .quote(Self.long), .pageBreak,
            .table(columns: ["时间列", "谁", "什么"], rows: rows),
        ]).pdf()
        let pages = try text(bytes).split(separator: "\u{0C}").filter { !$0.allSatisfy(\.isWhitespace) }
        #expect(pages.count > 4)
        for (index, page) in pages.enumerated() {
            #expect(page.contains("连心市"))
            #expect(page.contains("第 \(index + 1) 页，共 \(pages.count) 页"))
        }
        #expect(pages.filter { $0.contains("时间列") }.count >= 3)
        let whole = try text(bytes)
        for number in 1...90 { #expect(whole.contains("测试\(number)")) }
        #expect(whole.count { $0 == "灯" } == 2 * Self.long.count { $0 == "灯" })
    }

    @Test("keeps a word of 300 letters, and any sign, within its edges")
    func hostile() async throws {
        let word = String(repeating: "W", count: 300)
        let odd = "a\u{0}b\u{7}\u{202E}txt👩‍👩‍👧\u{FFFF}<script>%s%n\\(){}"
        let bytes = try await paper([
            .heading(word, level: 1), .facts([(word, word), (odd, odd), ("", "")]),
            .table(columns: [word, odd, "c"], rows: [[word, odd], [], ["x", "y", "z", "too many"]]),
            .quote(""), .paragraph(odd), .code(odd, caption: word),
            .signatures([word, word, word, word, word]),
            .table(columns: [], rows: [["x"]]), .facts([]), .signatures([]),
        ]).pdf()
        // Every word lies on its page: 595 × 842 points.
        let boxes = try tool("pdftotext", ["-bbox", "FILE", "-"], bytes)
        for box in boxes.matches(of: /xMin="([-0-9.]+)" yMin="[-0-9.]+" xMax="([-0-9.]+)"/) {
            let (left, right) = (try #require(Double(box.1)), try #require(Double(box.2)))
            #expect(left > 40 && right < 556, "\(left) \(right)")
        }
        #expect(try text(bytes).count { $0 == "W" } >= 300 * 5)
    }

    @Test("without an end is refused")
    func endless() async throws {
        let endless = paper(
            Array(repeating: .pageBreak, count: 10) + [
                .table(
                    columns: ["a"], rows: Array(repeating: [Self.long], count: 900))
            ])
        await #expect(throws: PressFault.tooLong) { try await endless.pdf() }
    }

    @Test("is set for many at a time, and each gets their own")
    func many() async throws {
        try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for number in 0..<12 {
                group.addTask { (number, try text(try await paper([.paragraph("纸 \(number)。")]).pdf())) }
            }
            for try await (number, text) in group { #expect(text.contains("纸 \(number)。")) }
        }
    }

    @Test("has a code that can be read as a picture, and shows its address in words")
    func code() async throws {
        let address = "https://12345.example.org/track/QS1-abc"
        let bytes = try await paper([.code(address, caption: "扫码")]).pdf()
        #expect(try text(bytes).contains(address))
        // An address that no code can hold is written out.
        let long = "https://example.org/" + String(repeating: "x", count: 3000)
        let written = try text(try await paper([.code(long, caption: "扫码")]).pdf())
        #expect(written.count { $0 == "x" } >= 3000)
    }
}
