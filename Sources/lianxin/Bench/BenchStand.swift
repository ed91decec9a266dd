import Core
import Foundation
import Storage

/// One server with so many matters, and what is measured of it.
struct BenchStand: Sendable {
    let place: Place
    let scripts: BenchScripts
    let limits: BenchLimits
    let engine: String
    let stored: Int
    let matters: Int
    let seconds: Double

    func measure(
        _ subjects: [BenchSubject], connections: [Int], _ found: (BenchResult) -> Void
    ) async throws {
        let server = try await BenchServer.start(
            [
                "serve", "--database", place.databaseAddress, "--city", place.cityFolder, "--files",
                place.filesFolder, "--log-level", "error", "--officer-budget", "0", "--visitor-budget", "0",
                "--connections", "0",
            ], answering: "/healthz")
        do {
            try await server.rest()
            for subject in subjects {
                for count in connections {
                    var result = try await measure(subject, count, on: server)
                    result.memoryMB = server.memory
                    result.databaseMB = try await databaseMB()
                    found(result)
                }
            }
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private func measure(
        _ subject: BenchSubject, _ connections: Int, on server: BenchServer
    ) async throws -> BenchResult {
        let client = BenchClient(port: server.port, script: scripts.script(of: subject))
        let limit = limits.limit(of: subject, connections: connections)
        if subject == .spike { return try await spike(client, connections, limit) }
        let began = server.processorSeconds
        let warm = min(1, seconds / 5)
        let run = await client.run(connections: connections, seconds: seconds, skipping: warm)
        complain(run)
        var result = result(subject, connections, run, limit)
        if let began, let ended = server.processorSeconds, !run.done.isEmpty {
            // The warm-up is in it too.
            let share = seconds / (seconds + warm)
            result.serverMicroseconds =
                ((ended - began) * share / Double(run.done.count) * 1e6).rounded()
        }
        return result
    }

    private func spike(
        _ client: BenchClient, _ connections: Int, _ limit: Double?
    ) async throws -> BenchResult {
        let outcome = try await BenchSpike(client: client, connections: connections, seconds: seconds).run()
        complain(outcome.spike)
        var result = result(.spike, connections, outcome.before, limit)
        result.errors = outcome.errorsAfter
        result.spikeConnections = connections * BenchSpike.times
        result.spikeErrors = outcome.spike.errors
        result.spikePerSecond = (Double(outcome.spike.done.count) / outcome.spikeSeconds).rounded()
        result.spikeP95 = BenchTimes(outcome.spike.done.map(\.took))[95]
        result.recoverySeconds = outcome.recoverySeconds
        return result
    }

    private func result(
        _ subject: BenchSubject, _ connections: Int, _ run: BenchClient.Run, _ limit: Double?
    ) -> BenchResult {
        BenchResult(
            subject, engine: engine, stored: stored, matters: matters, connections: connections,
            seconds: seconds, run, limit: limit)
    }

    private func complain(_ run: BenchClient.Run) {
        for complaint in run.complaints { Console.note("  wrong: \(complaint)") }
    }

    private func databaseMB() async throws -> Double? {
        let address = place.databaseAddress
        let bytes: Int64?
        if address.hasPrefix("sqlite:") {
            let path = String(address.dropFirst("sqlite:".count))
            bytes = ["", "-wal"].reduce(0) { sum, end in
                let attributes = try? FileManager.default.attributesOfItem(atPath: path + end)
                return sum + ((attributes?[.size] as? Int64) ?? 0)
            }
        } else {
            let database = try await place.openDatabase(creating: false, connections: 1)
            bytes = try await BenchStore(database: database).bytes()
            await database.close()
        }
        return bytes.map { (Double($0) / 1_048_576).rounded() }
    }
}
