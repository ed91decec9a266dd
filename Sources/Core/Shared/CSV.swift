/// Rows of text, as spreadsheet programs and other systems write them (RFC 4180).
///
/// Feed it the bytes as they come, in pieces of any size; it hands back the records that are complete. A
/// record that cannot be read is told with its line, and reading goes on behind it.
///
/// It takes quotes, doubled quotes, line ends within quotes, LF, CRLF and CR, and a byte order mark. Blank
/// lines are left out.
public struct CSVReader: Sendable {
    /// What stands between two fields.
    public enum Delimiter: Sendable, Hashable {
        case comma, semicolon, tab
        /// Whichever of the three the first line has most of.
        case guessed

        var byte: UInt8? {
            switch self {
            case .comma: 44
            case .semicolon: 59
            case .tab: 9
            case .guessed: nil
            }
        }
    }

    /// The longest record in bytes; a longer one is almost always a quote that nobody closed.
    public static let longestRecord = 1_048_576

    private enum State { case start, plain, quoted, afterQuote, lost, comment, tooLong }

    private var delimiter: UInt8?
    private let skipsComments: Bool
    private var head: [UInt8] = []
    private var headIsQuoted = false

    private var state = State.start
    private var line = 1
    private var recordLine = 1
    private var fields: [String] = []
    private var field: [UInt8] = []
    private var size = 0
    private var problem: CSVProblem.Reason?
    private var marksSeen = 0
    private var afterReturn = false

    /// `skipsComments` leaves out the lines that begin with `#`.
    public init(delimiter: Delimiter = .guessed, skipsComments: Bool = false) {
        self.delimiter = delimiter.byte
        self.skipsComments = skipsComments
    }

    /// Reads on. The records that these bytes complete, in order.
    public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Result<CSVRecord, CSVProblem>] {
        var records: [Result<CSVRecord, CSVProblem>] = []
        for byte in bytes { take(byte, &records) }
        return records
    }

    /// Says that there are no more bytes. The last record, if no line end came after it.
    public mutating func finish() -> [Result<CSVRecord, CSVProblem>] {
        var records: [Result<CSVRecord, CSVProblem>] = []
        if delimiter == nil { settleDelimiter(&records) }
        if state == .quoted || state == .tooLong { problem = problem ?? .openQuote }
        endRecord(&records)
        return records
    }

    /// All records of one piece of text.
    public static func records(
        in bytes: some Sequence<UInt8>, delimiter: Delimiter = .guessed, skipsComments: Bool = false
    ) -> [Result<CSVRecord, CSVProblem>] {
        var reader = CSVReader(delimiter: delimiter, skipsComments: skipsComments)
        return reader.feed(bytes) + reader.finish()
    }

    // MARK: Bytes

    private mutating func take(_ byte: UInt8, _ records: inout [Result<CSVRecord, CSVProblem>]) {
        if marksSeen < 3 {
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            if byte == mark[marksSeen] {
                marksSeen += 1
                return
            }
            let begun = mark[..<marksSeen]
            marksSeen = 3
            for byte in begun { pass(byte, &records) }
        }
        pass(byte, &records)
    }

    /// Keeps the first line back until its delimiter is known.
    private mutating func pass(_ byte: UInt8, _ records: inout [Result<CSVRecord, CSVProblem>]) {
        guard delimiter == nil else { return read(byte, &records) }
        head.append(byte)
        if byte == 34 { headIsQuoted.toggle() }
        let isComment = skipsComments && head.first == 35
        guard
            (byte == 10 || byte == 13) && (!headIsQuoted || isComment) || head.count > CSVReader.longestRecord
        else { return }
        if isComment || head.count == 1 {
            // A comment says nothing of the delimiter; the next line may.
            let bytes = head
            (head, headIsQuoted) = ([], false)
            for byte in bytes { read(byte, &records) }
        } else {
            settleDelimiter(&records)
        }
    }

    private mutating func settleDelimiter(_ records: inout [Result<CSVRecord, CSVProblem>]) {
        var counts: [UInt8: Int] = [:]
        var quoted = false
        for byte in head {
            if byte == 34 { quoted.toggle() } else if !quoted { counts[byte, default: 0] += 1 }
        }
        let known: [UInt8] = [44, 59, 9]
        let best = known.max {
            (counts[$0] ?? 0, known.firstIndex(of: $1) ?? 0) < (
                counts[$1] ?? 0, known.firstIndex(of: $0) ?? 0
            )
        }
        delimiter = best ?? 44
        let bytes = head
        head = []
        for byte in bytes { read(byte, &records) }
    }

    private mutating func read(_ byte: UInt8, _ records: inout [Result<CSVRecord, CSVProblem>]) {
        if byte == 10, afterReturn {
            // The return before it has ended the line, or stands in a quoted field as its line end.
            afterReturn = false
            return
        }
        afterReturn = byte == 13
        let endsLine = byte == 10 || byte == 13
        if endsLine { line += 1 }
        size += 1
        if size > CSVReader.longestRecord, state != .tooLong {
            (problem, state, field) = (.tooLong, .tooLong, [])
        }
        switch state {
        case .start:
            if byte == 35, skipsComments, fields.isEmpty, field.isEmpty {
                state = .comment
            } else if byte == 34 {
                state = .quoted
            } else {
                state = .plain
                plain(byte, endsLine, &records)
            }
        case .plain: plain(byte, endsLine, &records)
        case .quoted:
            if byte == 34 { state = .afterQuote } else { keep(byte) }
        case .afterQuote:
            if byte == 34 {
                field.append(34)
                state = .quoted
            } else if byte == delimiter || endsLine {
                plain(byte, endsLine, &records)
            } else {
                (problem, state) = (problem ?? .textAfterQuote, .lost)
            }
        case .lost, .tooLong, .comment:
            if endsLine { endRecord(&records) }
        }
    }

    private mutating func plain(
        _ byte: UInt8, _ endsLine: Bool, _ records: inout [Result<CSVRecord, CSVProblem>]
    ) {
        if endsLine {
            endRecord(&records)
        } else if byte == delimiter {
            endField()
        } else {
            keep(byte)
        }
    }

    private mutating func keep(_ byte: UInt8) {
        // Line ends within quotes become plain ones, so that the same text reads the same from every system.
        if byte == 13 { field.append(10) } else { field.append(byte) }
        if byte == 0 { problem = problem ?? .zeroByte }
    }

    private mutating func endField() {
        if let text = String(validating: field, as: UTF8.self) {
            fields.append(text)
        } else {
            problem = problem ?? .notUTF8
        }
        field.removeAll(keepingCapacity: true)
        state = .start
    }

    private mutating func endRecord(_ records: inout [Result<CSVRecord, CSVProblem>]) {
        let isBlank = fields.isEmpty && field.isEmpty && (state == .plain || state == .start)
        if state != .comment, !isBlank || problem != nil {
            if problem == nil { endField() }
            if let problem {
                records.append(.failure(CSVProblem(line: recordLine, reason: problem)))
            } else {
                records.append(.success(CSVRecord(line: recordLine, fields: fields)))
            }
        }
        fields = []
        field.removeAll(keepingCapacity: true)
        (problem, state, size, recordLine) = (nil, .start, 0, line)
    }
}

/// One record: its fields, and the line it begins in, counted from 1.
public struct CSVRecord: Sendable, Hashable {
    public let line: Int
    public let fields: [String]
}

/// Why a record could not be read, and the line it begins in.
public struct CSVProblem: Error, Sendable, Hashable {
    public let line: Int
    public let reason: Reason

    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// A quote was opened and never closed.
        case openQuote
        /// Text between a closing quote and the next delimiter.
        case textAfterQuote
        /// Bytes that are not UTF-8, often GBK.
        case notUTF8
        /// Longer than `CSVReader.longestRecord`.
        case tooLong
        /// A byte of zero: no text at all.
        case zeroByte
    }
}
