import Core
import Desk
import HTTPTypes
import Hummingbird
import Markup
import Storage
import NIOCore
import Web

/// What calls cost in time, and whether the city can be reached (GB/T 33358, M10).
extension CallsRoutes {
    func addFigures(to site: Site) {
        site.officers.get("/calls/figures") { _, context in try await figures(context).page }
        site.officers.get("/calls/figures.csv") { _, context in try await table(context) }
        site.officers.post("/calls/figures") { _, context in try await setAlert(context) }
    }

    /// Of a hundred minutes that takers are there, so many on the line are told as too many.
    static let usualAlert = 85
    private static let alertName = "alertPercent"

    private func figures(
        _ context: OfficerContext, errors: [FieldError] = []
    ) async throws -> CallFiguresPage {
        // Who says from when a figure alarms has to see it.
        guard context.officer.may(.figures) || context.officer.may(.manageChannels) else {
            throw WebRefusal.forbidden
        }
        let (first, last) = days(context)
        let (from, through) = (first.daysSince1970, last.daysSince1970)
        let (report, worst, alert) = try await desk.database.read { connection in
            let store = CountStore(connection: connection)
            return (
                try store.report(from: from, through: through),
                try store.worst(from: from, through: through),
                try store.setting(Self.alertName) ?? Self.usualAlert
            )
        }
        let people = report.takers.compactMap { CallsDesk.person($0.taker) }
        return CallFiguresPage(
            telling: try await telling(context, people: people), first: first, last: last, report: report,
            worst: worst, alert: alert, answers: context.answers, errors: errors)
    }

    /// The hours as rows, for spreadsheets: UTF-8 with its mark, so that Chinese names are read right.
    private func table(_ context: OfficerContext) async throws -> Response {
        let page = try await figures(context)
        let text = "\u{FEFF}" + page.table.map { CSVLine($0).text }.joined()
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"calls-\(page.first)-\(page.last).csv\"",
            ], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private func setAlert(_ context: OfficerContext) async throws -> Response {
        try context.require(.manageChannels)
        guard let percent = context.answers.number("alert"), (10...100).contains(percent) else {
            let message = CallRefusal.invalid("alert", "percent").sentence(context.words)
            return try await figures(context, errors: [FieldError(field: "alert", message: message)]).page
                .answer(context.visit)
        }
        try await desk.database.write { connection in
            try CountStore(connection: connection).set(Self.alertName, to: Int(percent))
        }
        return Redirect(to: "/calls/figures", notice: "calls.notice.alert").answer(context.visit)
    }
}

/// A row of CSV (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe.
struct CSVLine {
    let cells: [String]

    init(_ cells: [String]) { self.cells = cells }

    var text: String { cells.map(Self.cell).joined(separator: ",") + "\r\n" }

    private static func cell(_ raw: String) -> String {
        let text = raw.first.map { "=+-@\t\r".contains($0) } == true ? "'" + raw : raw
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }
}
