import Core
import Testing

@Suite("A CSV reader")
struct CSVReaderTests {
    private func read(_ text: String, _ delimiter: CSVReader.Delimiter = .guessed) throws -> [[String]] {
        try CSVReader.records(in: Array(text.utf8), delimiter: delimiter).map { try $0.get().fields }
    }

    @Test("takes quotes, doubled quotes, delimiters and line ends within quotes")
    func quotes() throws {
        #expect(try read("a,b\n\"x,1\",\"say \"\"hi\"\"\"\n") == [["a", "b"], ["x,1", "say \"hi\""]])
        #expect(try read("a,b\n\"one\r\ntwo\nthree\",2\n") == [["a", "b"], ["one\ntwo\nthree", "2"]])
        #expect(try read("a\n\"\"\n") == [["a"], [""]])
        #expect(try read("a,b\n5\" pipe,2") == [["a", "b"], ["5\" pipe", "2"]])
    }

    @Test("takes every line end, a byte order mark, blank lines and a last line without an end")
    func lines() throws {
        let expected = [["a", "b"], ["1", ""], ["", "2"]]
        #expect(try read("a,b\n1,\n,2") == expected)
        #expect(try read("a,b\r\n1,\r\n\r\n,2\r\n") == expected)
        #expect(try read("a,b\r1,\r,2\r") == expected)
        #expect(try read("\u{FEFF}a,b\n1,\n\n,2\n") == expected)
        #expect(try read("").isEmpty)
        #expect(try read("\n\r\n\n").isEmpty)
    }

    @Test("guesses the delimiter from the first line, quotes left out")
    func delimiters() throws {
        #expect(try read("a;b;c\n1,5;2;3") == [["a", "b", "c"], ["1,5", "2", "3"]])
        #expect(try read("a\tb\n1\t2") == [["a", "b"], ["1", "2"]])
        #expect(try read("\"x;y;z\",b\n1,2") == [["x;y;z", "b"], ["1", "2"]])
        #expect(try read("one\ntwo") == [["one"], ["two"]])
        #expect(try read("a;b\n1;2", .comma) == [["a;b"], ["1;2"]])
    }

    @Test("reads the same in pieces of any size", arguments: [1, 2, 3, 7, 1000])
    func pieces(size: Int) {
        let bytes = Array("\u{FEFF}# note\na;\"b\"\"\r\nc\"\r\n云;2\r\r\n#3;\"4\"".utf8)
        var reader = CSVReader(skipsComments: true)
        var records: [Result<CSVRecord, CSVProblem>] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            records += reader.feed(bytes[start..<min(start + size, bytes.count)])
        }
        records += reader.finish()
        #expect(records == CSVReader.records(in: bytes, skipsComments: true))
        #expect(records.compactMap { try? $0.get().fields } == [["a", "b\"\nc"], ["云", "2"]])
        #expect(records.compactMap { try? $0.get().line } == [2, 4])
    }

    @Test("tells a broken record with its line, and reads on behind it")
    func broken() throws {
        let text =
            Array("a,b\n\"x\"y,1\n2,3\n".utf8) + [0xB6, 0xAB, 44, 52, 10]
            + Array("5,\u{0}\n6,7\n\"open,8\n9,9".utf8)
        let records = CSVReader.records(in: text)
        var problems: [CSVProblem] = []
        var fields: [[String]] = []
        for record in records {
            switch record {
            case .success(let record): fields.append(record.fields)
            case .failure(let problem): problems.append(problem)
            }
        }
        #expect(fields == [["a", "b"], ["2", "3"], ["6", "7"]])
        #expect(problems.map(\.line) == [2, 4, 5, 7])
        #expect(problems.map(\.reason) == [.textAfterQuote, .notUTF8, .zeroByte, .openQuote])
    }

    @Test("gives up a record that is too long, and holds no more of it")
    func tooLong() throws {
        var reader = CSVReader(delimiter: .comma)
        var records = reader.feed(Array("a\n\"".utf8))
        let piece = [UInt8](repeating: 120, count: 65_536)
        for _ in 0..<40 { records += reader.feed(piece) }
        records += reader.feed(Array("\nb\n".utf8)) + reader.finish()
        #expect(records.count == 3)
        #expect(records[1].problem?.reason == .tooLong)
        #expect(try records[2].get().fields == ["b"])
    }
}

extension Result where Success == CSVRecord, Failure == CSVProblem {
    fileprivate var problem: CSVProblem? {
        if case .failure(let problem) = self { problem } else { nil }
    }
}
