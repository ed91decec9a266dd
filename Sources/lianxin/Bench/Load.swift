/// Many askers for some seconds, and how long each answer took.
enum Load {
    struct Run: Sendable {
        let perSecond: Double
        let milliseconds: [Double]

        func percentile(_ percent: Int) -> Double {
            guard !milliseconds.isEmpty else { return 0 }
            let index = min(milliseconds.count - 1, milliseconds.count * percent / 100)
            return (milliseconds[index] * 100).rounded() / 100
        }
    }

    static func run(
        tasks: Int, seconds: Double, _ work: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> Run {
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for task in 0..<tasks {
                group.addTask {
                    var times: [Double] = []
                    var turn = task
                    while ContinuousClock.now < end {
                        let began = ContinuousClock.now
                        try await work(turn)
                        times.append((ContinuousClock.now - began).inSeconds * 1000)
                        turn += tasks
                    }
                    return times
                }
            }
            var all: [Double] = []
            for try await some in group { all += some }
            return all
        }
        let took = (ContinuousClock.now - start).inSeconds
        return Run(perSecond: Double(times.count) / took, milliseconds: times.sorted())
    }
}
