import CXlsxWriter
public import Core

/// Rows as a spreadsheet (.xlsx), by libxlsxwriter: row by row, whatever their number. Texts are written as
/// texts, so that none can start a formula.
public final class SpreadsheetSink: TableSink {
    private let book: UnsafeMutablePointer<lxw_workbook>
    private let path: String
    private var sheet: UnsafeMutablePointer<lxw_worksheet>?
    private var columns: [ExportColumn] = []
    private var row: UInt32 = 0
    private var isClosed = false
    /// The most rows a sheet can hold; further ones stand on the next.
    private static let longestSheet: UInt32 = 1_048_576
    /// The most characters a cell can hold (in UTF-16).
    private static let longestCell = 32_767

    public init(path: String) throws(Fault) {
        var options = lxw_workbook_options()
        options.constant_memory = 1
        guard let book = workbook_new_opt(path, &options) else {
            throw Fault(
                .readOnly, "The file \(path) cannot be written.",
                remedy: "Check the folder and your permissions.")
        }
        self.book = book
        self.path = path
    }

    deinit { if !isClosed { workbook_close(book) } }

    public func begin(_ columns: [ExportColumn]) throws {
        self.columns = columns
        try newSheet()
    }

    public func add(_ cells: [String?]) throws {
        if row >= Self.longestSheet { try newSheet() }
        for (index, (column, cell)) in zip(columns, cells).enumerated() {
            if let cell, !cell.isEmpty { try write(cell, column.type, UInt16(clamping: index)) }
        }
        row += 1
    }

    public func end() throws {
        isClosed = true
        try done(workbook_close(book))
    }

    private func newSheet() throws(Fault) {
        guard let sheet = workbook_add_worksheet(book, nil) else { throw full }
        self.sheet = sheet
        row = 0
        worksheet_freeze_panes(sheet, 1, 0)
        for (index, column) in columns.enumerated() {
            try done(worksheet_write_string(sheet, 0, UInt16(clamping: index), column.name, nil))
        }
        row = 1
    }

    private func write(_ cell: String, _ type: ExportColumn.Kind, _ column: UInt16) throws {
        guard let sheet else { return }
        switch type {
        case .integer, .decimal:
            if let number = Double(cell), number.isFinite {
                return try done(worksheet_write_number(sheet, row, column, number, nil))
            }
        case .boolean:
            return try done(worksheet_write_boolean(sheet, row, column, cell == "true" ? 1 : 0, nil))
        case .string, .dateTime: break
        }
        guard cell.utf16.count <= Self.longestCell else {
            throw Fault(
                .configuration, "A text is longer than a cell of a spreadsheet can be.",
                remedy: "Write CSV instead.")
        }
        try done(worksheet_write_string(sheet, row, column, cell, nil))
    }

    private func done(_ state: lxw_error) throws(Fault) { if state != LXW_NO_ERROR { throw full } }

    private var full: Fault {
        Fault(
            .full, "\(path) could not be written to its end.", remedy: "Make room on the disk and try again.")
    }
}
