import Core
import Exchange
import Foundation
import Testing

/// What Documentation/expectations.md says of a city's cases, within bounds.
@Suite("The estimates on a city's cases", .enabled(if: RealFile.isThere("boston311/boston_311.csv.gz")))
struct ExpectationRealDataTests {
    /// The closest first: type in the neighbourhood, type, category, all.
    private func cases(_ mapping: Mapping, each: Int) async throws -> [PastCase] {
        var cases: [PastCase] = []
        let path = RealFile.at("boston311/boston_311.csv.gz").path
        try await PastRows(mapping).forEach(path, each: each) { row in
            guard case .success(let row) = row else { return }
            let wide = row.category ?? ""
            let fine = "\(wide)/\(row.fields["TYPE"] ?? "")"
            cases.append(
                PastCase(
                    raisedAt: row.raisedAt, endedAt: row.endedAt,
                    groups: ["\(fine)@\(row.fields["neighborhood"] ?? "")", fine, wide, ""], category: fine))
        }
        return cases
    }

    @Test("keep what they say: one in two, nine in ten; the naive median does not")
    func coverage() async throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let mapping = try Mapping(
            path: folder.appending(path: "../../Cities/demo/mappings/boston311.yaml").path)
        let all = ProcessInfo.processInfo.environment["LIANXIN_ALL_CASES"] == "1"
        let cases = try await cases(mapping, each: all ? 1 : 3)
        if all { #expect(cases.count == 121_145 - 197) }
        let cut = try #require(mapping.start(of: "2015-09-01"))
        let test = Backtest(cases, recency: Recency(days: 60))
        let (naive, once) = (test.naive(at: cut), test.once(at: cut))
        let often = test.refitted(from: cut, every: 30 * 86_400_000)
        for outcome in [once, often] {
            let (half, most) = (outcome.half, outcome.most)
            #expect((0.47...0.56).contains(half.share ?? 0), "\(half)")
            #expect((0.87...0.93).contains(most.share ?? 0), "\(most)")
            #expect(half.loss < naive.half.loss * 0.9 && most.loss < naive.most.loss * 0.6, "\(outcome)")
        }
        #expect(naive.half.share ?? 1 < 0.46 && naive.most.share ?? 1 < 0.8)
    }
}
