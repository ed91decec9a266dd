import Core
import Hummingbird
import Web

/// The figures of a period for programs.
extension AssessmentsRoutes {
    /// The scope that a token needs.
    static let scope = "figures:read"

    /// What a program is told of a period.
    struct Answer: Encodable, Sendable {
        let period: String
        let from: String
        let through: String
        let madeAt: String
        let formulaVersion: Int
        let units: [UnitAnswer]
    }

    /// One unit of it.
    struct UnitAnswer: Encodable, Sendable {
        let unit: String
        let name: String
        let figures: [String: Int]
        let open: Int
        /// Points of 100; absent where nothing was counted.
        let score: Double?
        let rank: Int?
        let peers: Int
    }

    func answer(_ context: ApiContext) async throws -> JSONAnswer<Answer> {
        try context.require(scope: Self.scope)
        try context.require(.figures)
        guard let period = AssessmentPeriod(try context.parameter("period")),
            let report = try await desk.report(period)
        else { throw WebRefusal.notFound }
        let seen = SeenReport(report, of: period, AssessmentSight(context.officer, in: desk.city))
        let units = seen.figures.sorted { $0.key < $1.key }.map { code, figures in
            let place = seen.ranking[code]
            var counts: [String: Int] = [:]
            for figure in Figure.allCases where figures[figure] != 0 {
                counts[figure.rawValue] = figures[figure]
            }
            return UnitAnswer(
                unit: code.text, name: telling(context).unit(code), figures: counts,
                open: seen.open[code] ?? 0, score: place?.score.hundredths.map { Double($0) / 100 },
                rank: place?.rank, peers: place?.peers ?? 0)
        }
        return JSONAnswer(
            Answer(
                period: period.text, from: period.first.description, through: period.last.description,
                madeAt: report.madeAt.iso, formulaVersion: report.formula.version, units: units))
    }

    static let operations = [
        Operation(
            "get", "/api/v1/assessments/{period}", summary: "assessments.api.read", tag: "assessments",
            parameters: [
                .init("period", in: .path, schema: .string, summary: "assessments.api.period")
            ],
            responses: [
                200: .named(
                    "Assessment",
                    .object(
                        [
                            "period": .string, "from": .string, "through": .string, "madeAt": .string,
                            "formulaVersion": .integer, "units": .array(.named("AssessedUnit", unit)),
                        ],
                        required: ["period", "from", "through", "madeAt", "formulaVersion", "units"]))
            ], refusals: [403, 404], scopes: [scope])
    ]

    private static let unit = Schema.object(
        [
            "unit": .string, "name": .string, "figures": .map(.integer), "open": .integer,
            "score": .number, "rank": .integer, "peers": .integer,
        ], required: ["unit", "name", "figures", "open", "peers"])
}
