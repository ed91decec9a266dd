import Core

/// The rows of a spreadsheet's first sheet (.xlsx, ECMA-376), as text.
struct SpreadsheetSource {
    private let archive: ZipArchive
    private let path: String
    private let strings: [String]
    private let book: Workbook

    init(path: String) throws {
        archive = try ZipArchive(path: path)
        self.path = path
        let strings = SharedStrings()
        try Self.read(strings, "xl/sharedStrings.xml", of: archive, path)
        self.strings = strings.texts
        let book = Workbook()
        try Self.read(book, "xl/workbook.xml", of: archive, path)
        try Self.read(book, "xl/_rels/workbook.xml.rels", of: archive, path)
        try Self.read(book, "xl/styles.xml", of: archive, path)
        self.book = book
    }

    /// Calls `body` with the row's number in the sheet and its cells; blank rows are left out. Cells behind
    /// the last filled one are missing.
    func forEach(_ body: (Int, [String]) async throws -> Void) async throws {
        let sheet = Sheet(strings: strings, book: book)
        let parser = try XMLPieces(sheet, of: path)
        guard let reader = try archive.reader(of: book.sheetPath) else { return }
        while true {
            let piece = try reader.next()
            try parser.feed(piece, isLast: piece.isEmpty)
            for row in sheet.taken() { try await body(row.number, row.cells) }
            if piece.isEmpty { return }
        }
    }

    private static func read(
        _ meets: XMLPieces.Meets, _ name: String, of archive: ZipArchive, _ path: String
    ) throws {
        guard let reader = try archive.reader(of: name) else { return }
        let parser = try XMLPieces(meets, of: path)
        while true {
            let piece = try reader.next()
            try parser.feed(piece, isLast: piece.isEmpty)
            if piece.isEmpty { return }
        }
    }
}

/// The texts that cells refer to by number.
private final class SharedStrings: XMLPieces.Meets {
    private(set) var texts: [String] = []
    private var text = ""
    private var isText = false
    /// How a word is spoken is no part of it.
    private var isSpoken = false

    override func begin(_ name: String, _ attributes: [String: String]) {
        switch name {
        case "si": text = ""
        case "t": isText = true
        case "rPh": isSpoken = true
        default: break
        }
    }

    override func end(_ name: String) {
        switch name {
        case "si": texts.append(text)
        case "t": isText = false
        case "rPh": isSpoken = false
        default: break
        }
    }

    override func text(_ piece: String) { if isText, !isSpoken { text += piece } }
}

/// Which sheet is the first, and which cells are dates.
private final class Workbook: XMLPieces.Meets {
    private var firstSheet: String?
    private var targets: [String: String] = [:]
    private var formats: [Int: String] = [:]
    private var cellFormats: [Int] = []
    private var isInCellFormats = false
    private(set) var countsFrom1904 = false

    var sheetPath: String {
        let target = firstSheet.flatMap { targets[$0] } ?? "worksheets/sheet1.xml"
        return target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
    }

    override func begin(_ name: String, _ attributes: [String: String]) {
        switch name {
        case "workbookPr": countsFrom1904 = ["1", "true"].contains(attributes["date1904"])
        case "sheet": if firstSheet == nil { firstSheet = attributes["id"] }
        case "Relationship":
            if let id = attributes["Id"], let target = attributes["Target"] { targets[id] = target }
        case "numFmt":
            if let id = attributes["numFmtId"].flatMap({ Int($0) }) { formats[id] = attributes["formatCode"] }
        case "cellXfs": isInCellFormats = true
        case "xf": if isInCellFormats { cellFormats.append(attributes["numFmtId"].flatMap { Int($0) } ?? 0) }
        default: break
        }
    }

    override func end(_ name: String) { if name == "cellXfs" { isInCellFormats = false } }

    /// Whether a cell of this style holds a day or a time.
    func isDate(_ style: Int) -> Bool {
        guard cellFormats.indices.contains(style) else { return false }
        let id = cellFormats[style]
        if (14...22).contains(id) || (27...36).contains(id) || (45...47).contains(id)
            || (50...58).contains(id)
        {
            return true
        }
        guard let code = formats[id] else { return false }
        var isQuoted = false
        var isBracketed = false
        for letter in code.lowercased() {
            switch letter {
            case "\"": isQuoted.toggle()
            case "[": isBracketed = true
            case "]": isBracketed = false
            case "y", "m", "d", "h", "s": if !isQuoted, !isBracketed { return true }
            default: break
            }
        }
        return false
    }
}

/// Cells as they come, and rows as they are complete.
private final class Sheet: XMLPieces.Meets {
    private let strings: [String]
    private let book: Workbook
    private var rows: [(number: Int, cells: [String])] = []
    private var number = 0
    private var cells: [String] = []
    private var column = 0
    private var type = ""
    private var style = 0
    private var value = ""
    private var isValue = false
    /// The widest sheet there is: a cell behind it is no cell.
    private static let widest = 16_384

    init(strings: [String], book: Workbook) {
        self.strings = strings
        self.book = book
    }

    func taken() -> [(number: Int, cells: [String])] {
        defer { rows = [] }
        return rows
    }

    override func begin(_ name: String, _ attributes: [String: String]) {
        switch name {
        case "row":
            number = attributes["r"].flatMap { Int($0) } ?? number + 1
            (cells, column) = ([], 0)
        case "c":
            column = attributes["r"].flatMap(Self.column) ?? column
            type = attributes["t"] ?? "n"
            style = attributes["s"].flatMap { Int($0) } ?? 0
            value = ""
        case "v", "t": isValue = true
        default: break
        }
    }

    override func end(_ name: String) {
        switch name {
        case "v", "t": isValue = false
        case "c":
            if column < Self.widest {
                while cells.count < column { cells.append("") }
                cells.append(text)
            }
            column += 1
        case "row": if cells.contains(where: { !$0.isEmpty }) { rows.append((number, cells)) }
        default: break
        }
    }

    override func text(_ piece: String) { if isValue { value += piece } }

    private var text: String {
        switch type {
        case "s": Int(value).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
        case "b": value == "1" ? "true" : "false"
        case "n": value.isEmpty ? "" : number(value)
        default: value
        }
    }

    private func number(_ text: String) -> String {
        guard let number = Double(text), number.isFinite else { return text }
        if book.isDate(style) { return SerialDate(number, from1904: book.countsFrom1904).text ?? text }
        if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
        return text
    }

    /// `AB12` is column 27, counted from 0.
    private static func column(_ reference: String) -> Int? {
        var column = 0
        for byte in reference.utf8 {
            guard (65...90).contains(byte), column < widest * 26 else { break }
            column = column * 26 + Int(byte) - 64
        }
        return column > 0 ? column - 1 : nil
    }
}

/// A day and time as spreadsheets count them: days since the end of 1899, where a 29th of February 1900 is
/// counted that never was.
struct SerialDate {
    private let days: Double

    init(_ number: Double, from1904: Bool) { days = from1904 ? number + 1462 : number }

    /// `2026-03-01` or `2026-03-01T08:30:00`; nil outside 1900 to 9999.
    var text: String? {
        guard days >= 1, days < 2_958_466 else { return nil }
        let seconds = Int64((days * 86_400).rounded())
        let day = Int(seconds / 86_400)
        // 25569 days lie between the first day of the count and 1 January 1970.
        let date = CivilDate(daysSince1970: day - 25_569 + (day < 60 ? 1 : 0))
        let rest = seconds % 86_400
        if rest == 0 { return "\(date)" }
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(date)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
    }
}
