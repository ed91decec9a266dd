import Foundation

/// A steady load, then twenty-five times as many who want the same at once, then the steady load again.
struct BenchSpike: Sendable {
    let client: BenchClient
    let connections: Int
    let seconds: Double
    /// How many times as many.
    static let times = 25
    /// Within this of what it was, an answer counts as quick again.
    private static let allowance = 1.2
    /// Length of a piece of time whose answers are looked at together, in microseconds.
    private static let piece: Int64 = 500_000

    /// What it did to those who were there before, during and after.
    struct Outcome: Sendable {
        var before: BenchClient.Run
        let spike: BenchClient.Run
        let spikeSeconds: Double
        let recoverySeconds: Double
        let errorsAfter: Int
    }

    func run() async throws -> Outcome {
        let spikeSeconds = min(5, seconds)
        let (warm, calm, after) = (min(1, seconds / 5), seconds, 15.0)
        let whole = warm + calm + spikeSeconds + after
        async let steady = client.run(connections: connections, seconds: whole)
        try await Task.sleep(for: .seconds(warm + calm))
        let more = BenchClient(port: client.port, script: client.script.shifted(by: 1_000_000))
        let spike = await more.run(connections: connections * (Self.times - 1), seconds: spikeSeconds)
        let all = await steady
        let start = Int64((warm + calm) * 1_000_000)
        let end = start + Int64(spikeSeconds * 1_000_000)
        var before = BenchClient.Run()
        before.done = all.done.filter { $0.at >= Int64(warm * 1_000_000) && $0.at < start }
        before.calls = before.done.map(\.took)
        let usual = BenchTimes(before.done.map(\.took))[95]
        return Outcome(
            before: before, spike: spike, spikeSeconds: spikeSeconds,
            recoverySeconds: Self.recovery(all.done, from: end, usual: usual, after: after),
            errorsAfter: all.errors)
    }

    /// Seconds from the end of the spike to the first of three pieces of time in a row in which answers were
    /// as quick as before; all the time that was looked at where there are none.
    private static func recovery(
        _ done: [BenchClient.Run.Done], from end: Int64, usual: Double, after: Double
    ) -> Double {
        let pieces = Int(after * 1_000_000) / Int(piece)
        var times = [[Int64]](repeating: [], count: pieces)
        for one in done where one.at >= end {
            let place = Int((one.at - end) / piece)
            if place < pieces { times[place].append(one.took) }
        }
        let quick = times.map { !$0.isEmpty && BenchTimes($0)[95] <= usual * allowance }
        let first = quick.indices.first { place in
            place + 3 <= quick.count && quick[place..<place + 3].allSatisfy(\.self)
        }
        return first.map { Double($0) * Double(piece) / 1e6 } ?? after
    }
}

extension BenchScript {
    /// The same for others: their turns are their own.
    func shifted(by turns: Int) -> BenchScript {
        BenchScript(
            steps.map { step in
                Step(step.name, status: step.status, learn: step.learn) { memory in
                    var memory = memory
                    memory.turn += turns
                    return step.request(memory)
                }
            })
    }
}
