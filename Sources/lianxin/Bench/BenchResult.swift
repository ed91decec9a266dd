import Core
import Foundation

/// One figure of a run, with what it is held against. Rates are per second, times in milliseconds.
struct BenchResult: Codable, Sendable {
    let name: String
    let engine: String
    /// How many matters were to be stored.
    let stored: Int
    /// How many were stored in truth when it began: what was filed while measuring stays.
    let matters: Int
    let connections: Int
    var perSecond: Double
    var p50: Double
    var p95: Double
    var p99: Double
    var limitPerSecond: Double?
    var ratio: Double?
    /// Answers that were wrong or did not come.
    var errors: Int
    /// The 95th percentile of one request, where several count as one.
    var callP95: Double?
    /// The most memory that the server ever held until then, in MB.
    var memoryMB: Double?
    /// How large the database was, in MB.
    var databaseMB: Double?
    /// Processor time of the server for one unit of work, in microseconds, all cores together.
    var serverMicroseconds: Double?
    /// Of the spike: what was done while it lasted, how long that took, and the seconds until the 95th
    /// percentile was within 20 % of what it had been.
    var spikePerSecond: Double?
    var spikeP95: Double?
    var spikeConnections: Int?
    var spikeErrors: Int?
    var recoverySeconds: Double?

    enum CodingKeys: String, CodingKey {
        case name, engine, stored, matters, connections, ratio, errors
        case perSecond = "per_second"
        case p50 = "p50_ms"
        case p95 = "p95_ms"
        case p99 = "p99_ms"
        case limitPerSecond = "limit_per_second"
        case callP95 = "call_p95_ms"
        case memoryMB = "memory_mb"
        case databaseMB = "database_mb"
        case serverMicroseconds = "server_us"
        case spikePerSecond = "spike_per_second"
        case spikeP95 = "spike_p95_ms"
        case spikeConnections = "spike_connections"
        case spikeErrors = "spike_errors"
        case recoverySeconds = "recovery_seconds"
    }

    init(
        _ subject: BenchSubject, engine: String, stored: Int, matters: Int, connections: Int,
        seconds: Double,
        _ run: BenchClient.Run, limit: Double?
    ) {
        name = subject.rawValue
        self.engine = engine
        self.stored = stored
        self.matters = matters
        self.connections = connections
        let rate = Double(run.done.count) / seconds
        perSecond = rate.rounded()
        let times = BenchTimes(run.done.map(\.took))
        (p50, p95, p99) = (times[50], times[95], times[99])
        limitPerSecond = limit?.rounded()
        ratio = limit.map { (rate / $0 * 100).rounded() / 100 }
        errors = run.errors
        if run.calls.count > run.done.count * 2 { callP95 = BenchTimes(run.calls)[95] }
    }

    /// As it is said to whoever waits for it.
    var line: String {
        var text = String(
            format: "%@ %@ stored %d at %d: %.0f/s  p50 %.2f  p95 %.2f  p99 %.2f ms", name, engine, stored,
            connections, perSecond, p50, p95, p99)
        if let limitPerSecond, let ratio {
            text += String(format: "  %.2f of %.0f/s", ratio, limitPerSecond)
        }
        if let recoverySeconds, let spikeConnections, let spikeErrors {
            text += String(
                format: "  spike of %d: %d errors, recovered after %.1f s", spikeConnections, spikeErrors,
                recoverySeconds)
        }
        if errors > 0 { text += "  \(errors) ERRORS" }
        return text
    }
}

/// Everything that a run found.
struct BenchReport: Codable, Sendable {
    var results: [BenchResult]
    var machine: BenchMachine?
    var limits: BenchBare?
}

/// The bare parts, as they were measured in the run.
struct BenchBare: Codable, Sendable {
    let commitsPerSecond: Double
    let readsPerSecond: Double
    let getsPerSecond: [String: Double]
    let postsPerSecond: [String: Double]

    init(_ limits: BenchLimits) {
        commitsPerSecond = limits.commits.rounded()
        readsPerSecond = limits.reads.rounded()
        getsPerSecond = Self.named(limits.gets)
        postsPerSecond = Self.named(limits.posts)
    }

    private static func named(_ rates: [Int: Double]) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: rates.map { ("\($0.key)", $0.value.rounded()) })
    }

    enum CodingKeys: String, CodingKey {
        case commitsPerSecond = "commits_per_second"
        case readsPerSecond = "reads_per_second"
        case getsPerSecond = "gets_per_second"
        case postsPerSecond = "posts_per_second"
    }
}

/// Where it was measured.
struct BenchMachine: Codable, Sendable {
    let cores: Int
    let memoryGB: Int
    let day: String

    enum CodingKeys: String, CodingKey {
        case cores, day
        case memoryGB = "memory_gb"
    }

    static func here(day: String) -> BenchMachine {
        let info = ProcessInfo.processInfo
        return BenchMachine(
            cores: info.activeProcessorCount, memoryGB: Int((Double(info.physicalMemory) / 1e9).rounded()),
            day: day)
    }
}

/// Times in microseconds, sorted; percentiles in milliseconds.
struct BenchTimes {
    private let sorted: [Int64]

    init(_ times: [Int64]) { sorted = times.sorted() }

    subscript(percent: Int) -> Double {
        guard !sorted.isEmpty else { return 0 }
        let index = min(sorted.count - 1, sorted.count * percent / 100)
        return (Double(sorted[index]) / 10).rounded() / 100
    }
}
