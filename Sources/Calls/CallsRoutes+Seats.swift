import Core
import Desk
import Hummingbird
import Language
import Markup
import Storage
import Web

/// Expert seats, edited without code (M04).
extension CallsRoutes {
    func addSeats(to site: Site) {
        site.officers.get("/calls/seats") { _, context in try await seatsPage(context).page }
        site.officers.post("/calls/seats") { _, context in try await keepSeat(context) }
    }

    private func seatsPage(
        _ context: OfficerContext, errors: [FieldError] = []
    ) async throws -> CallSeatsPage {
        try context.require(.manageChannels)
        let seats = try await desk.database.read { try SeatStore(connection: $0).seats() }
        let chosen = context.query.given("seat")
        return CallSeatsPage(
            telling: try await telling(context), seats: seats,
            edited: seats.first { $0.seat.code == chosen }?.seat, answers: context.answers, errors: errors)
    }

    private func keepSeat(_ context: OfficerContext) async throws -> Response {
        try context.require(.manageChannels)
        let answers = context.answers
        let (person, now) = (context.officer.personID, context.now)
        do {
            let seat = try seat(answers)
            if let login = seat.login, try await calls.help.people([login])[login] == nil {
                throw CallRefusal.invalid("login", "unknown")
            }
            try await desk.database.write { connection in
                try SeatStore(connection: connection).keep(
                    .init(seat: seat, isActive: answers["do"] != "remove"), by: person, at: now)
            }
        } catch let refusal as CallRefusal {
            return try await seatsPage(context, errors: errors(refusal, context.words)).page
                .answer(context.visit)
        }
        return Redirect(to: "/calls/seats", notice: "calls.notice.seat").answer(context.visit)
    }

    /// The seat of the form.
    private func seat(_ answers: FormAnswers) throws(CallRefusal) -> ExpertSeat {
        func text(_ field: String, limit: Int) throws(CallRefusal) -> String {
            guard let text = answers.given(field) else { throw .missing(field) }
            guard text.count <= limit else { throw .invalid(field, "long") }
            return text
        }
        let code = try text("code", limit: 40)
        let isPlain = code.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45
        }
        guard isPlain else { throw .invalid("code", "code") }
        let name = LocalText(zh: try text("nameZh", limit: 100), en: try text("nameEn", limit: 100))
        let categories = answers.all("categories").filter { !$0.isEmpty }
        if categories.isEmpty { throw .missing("categories") }
        for category in categories where city.catalogue[category] == nil {
            throw .invalid("categories", "unknown")
        }
        let unit = UnitCode(try text("unit", limit: 60))
        if city.units[unit] == nil { throw .invalid("unit", "unknown") }
        var phone: String?
        if let written = answers.given("phone") {
            guard let number = PhoneNumber(written) else { throw .invalid("phone", "phone") }
            phone = number.text
        }
        guard let duty = DutyTimes(try text("duty", limit: 300)) else { throw .invalid("duty", "duty") }
        return ExpertSeat(
            code: code, name: name, categories: categories, unit: unit, login: answers.given("login"),
            phone: phone, duty: duty)
    }
}
