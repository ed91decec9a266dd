import Core
import Desk
import Storage
import Web

/// Fills an index of words and asks it.
struct SearchBench: Sendable {
    let measure: SearchMeasure
    private let texts = SearchTexts()

    /// What was measured of one question.
    struct Answer: Encodable, Sendable {
        let question: String
        let words: String
        let hits: Int
        let isCut: Bool
        let perSecond: Double
        let p50: Double
        let p99: Double

        enum CodingKeys: String, CodingKey {
            case question, words, hits
            case isCut = "is_cut"
            case perSecond = "per_second"
            case p50 = "p50_ms"
            case p99 = "p99_ms"
        }
    }

    /// Adds the next piece on the way to so many texts.
    ///
    /// - Returns: The key to go on at; nil when all are there.
    func fill(from first: Int64, to size: Int64) async throws -> Int64? {
        if first >= size { return nil }
        let end = min(first + measure.piece(from: first), size + 1)
        try await measure.fill((first..<end).map { texts[$0] }, from: first, at: Surroundings.live.now())
        return end
    }

    /// What one filing pays: milliseconds for each of so many, in commits of 64.
    func insert(_ count: Int) async throws -> Double {
        let first = try await measure.next() + 1_000_000
        let some = (0..<count).map { texts[first + Int64($0)] }
        let start = ContinuousClock.now
        for at in stride(from: 0, to: count, by: 64) {
            try await measure.add(
                Array(some[at..<min(at + 64, count)]), from: first + Int64(at), at: Surroundings.live.now())
        }
        return (ContinuousClock.now - start).inSeconds * 1000 / Double(max(1, count))
    }

    func ask(readers: Int, seconds: Double) async throws -> [Answer] {
        var answers: [Answer] = []
        for question in SearchTexts.questions {
            let (measure, words) = (measure, question.words)
            let first = try await measure.hits(words, limit: 37)
            let run = try await Load.run(tasks: readers, seconds: seconds) { _ in
                _ = try await measure.hits(words, limit: 37)
            }
            answers.append(
                Answer(
                    question: question.name, words: words, hits: first.count, isCut: first.isCut,
                    perSecond: run.perSecond.rounded(), p50: run.percentile(50), p99: run.percentile(99)))
        }
        return answers
    }
}
