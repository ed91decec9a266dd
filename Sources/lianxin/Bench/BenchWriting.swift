import Core
import Foundation
import Web

/// Results in words and columns.
struct BenchWriting {
    let results: [BenchResult]
    private let reports: [BenchReport]

    init(_ reports: [BenchReport]) {
        self.reports = reports
        results = reports.flatMap(\.results)
    }

    init(_ report: BenchReport) { self.init([report]) }

    /// Everything that was measured.
    var table: String {
        var lines = [machine, ""]
        for report in reports {
            guard let bare = report.limits, let engine = report.results.first?.engine else { continue }
            lines.append(limits(bare, of: engine))
        }
        lines += [
            "",
            "| Engine | What | Stored | Connections | Per second | p50 / p95 / p99, ms | Of the limit "
                + "| Server, µs |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for result in results where result.recoverySeconds == nil { lines.append(row(result)) }
        let spikes = results.filter { $0.recoverySeconds != nil }
        if !spikes.isEmpty {
            lines += [
                "",
                "| Engine | Spike at | Connections | Lifecycles a second | p95, ms | Errors "
                    + "| As quick again after |",
                "|---|---|---|---|---|---|---|",
            ]
            lines += spikes.map(spike)
        }
        lines += ["", sizes]
        return lines.joined(separator: "\n")
    }

    /// What a README has room for: each subject at the most connections, from the fewest stored to the most.
    func short(_ language: Language) -> String {
        let engines = ["sqlite", "postgres"].filter { name in results.contains { $0.engine == name } }
        let (least, most) = (results.map(\.stored).min() ?? 0, results.map(\.stored).max() ?? 0)
        let width = results.map(\.connections).max() ?? 0
        let stored = stored(from: least, to: most)
        let head = LocalText(
            zh: "\(width) 个连接；\(stored.zh)；每秒，p95 毫秒，占极限的比例",
            en: "\(width) connections; \(stored.en); a second, p95 in ms, of the limit")
        var lines = [
            "| \(head[language]) | " + engines.map(engine).joined(separator: " | ") + " |",
            "|---" + String(repeating: "|---", count: engines.count) + "|",
        ]
        for subject in BenchSubject.allCases where subject != .spike {
            let cells = engines.map { name in
                let some = results.filter {
                    $0.engine == name && $0.name == subject.rawValue && $0.connections == width
                }
                return short(some.first { $0.stored == least }, some.first { $0.stored == most })
            }
            if cells.contains(where: { $0 != "–" }) {
                let name = subject.said[language]
                lines.append("| \(name) | " + cells.joined(separator: " | ") + " |")
            }
        }
        return lines.joined(separator: "\n")
    }

    private func stored(from least: Int, to most: Int) -> LocalText {
        if most == 0 { return LocalText(zh: "库里还没有事项", en: "nothing stored") }
        let numbers = least == most ? count(most) : "\(count(least)) → \(count(most))"
        return LocalText(zh: "已存 \(numbers) 件", en: "\(numbers) stored")
    }

    private func short(_ first: BenchResult?, _ last: BenchResult?) -> String {
        guard let first, let last else { return "–" }
        let ratio = last.ratio.map { String(format: " · %.2f", $0) } ?? ""
        let from = first.stored == last.stored ? "" : "\(count(Int(first.perSecond))) → "
        return from + "\(count(Int(last.perSecond))) · \(time(last.p95))\(ratio)"
    }

    private var machine: String {
        guard let machine = reports.compactMap(\.machine).first else { return "" }
        return "\(machine.cores) cores, \(machine.memoryGB) GB, client and server on the same machine, "
            + "release build, \(machine.day)."
    }

    private func limits(_ bare: BenchBare, of engine: String) -> String {
        let echoes = bare.getsPerSecond.keys.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }.map { width in
            "\(width) connections GET \(count(Int(bare.getsPerSecond[width] ?? 0))), "
                + "POST \(count(Int(bare.postsPerSecond[width] ?? 0)))"
        }
        return "Limits in the run of \(self.engine(engine)), a second: bare server with "
            + echoes.joined(separator: "; ") + "; bare engine \(count(Int(bare.commitsPerSecond))) filings, "
            + "\(count(Int(bare.readsPerSecond))) reads."
    }

    private func row(_ result: BenchResult) -> String {
        let limit =
            result.limitPerSecond.map { limit in
                String(format: "%.2f of ", result.ratio ?? 0) + count(Int(limit))
            } ?? ""
        return "| \(engine(result.engine)) | \(name(result)) | \(count(result.stored)) | "
            + "\(result.connections) | \(count(Int(result.perSecond))) | \(time(result.p50)) / "
            + "\(time(result.p95)) / \(time(result.p99)) | \(limit) | "
            + "\(result.serverMicroseconds.map { count(Int($0)) } ?? "") |"
    }

    private func spike(_ result: BenchResult) -> String {
        let (after, width) = (result.recoverySeconds ?? 0, result.spikeConnections ?? 0)
        return "| \(engine(result.engine)) | \(count(result.stored)) | \(result.connections) → "
            + "\(count(width)) | "
            + "\(count(Int(result.perSecond))) → \(count(Int(result.spikePerSecond ?? 0))) | "
            + "\(time(result.p95)) → \(time(result.spikeP95 ?? 0)) | \(result.spikeErrors ?? 0) | "
            + String(format: "%.1f s |", after)
    }

    /// The most memory and the largest database by engine and size.
    private var sizes: String {
        var told: [String] = []
        for engine in Set(results.map(\.engine)).sorted() {
            for stored in Set(results.map(\.stored)).sorted() {
                let some = results.filter { $0.engine == engine && $0.stored == stored }
                guard let memory = some.compactMap(\.memoryMB).max() else { continue }
                let size = some.compactMap(\.databaseMB).max() ?? 0
                told.append(
                    "\(self.engine(engine)) with \(count(stored)): server at most \(count(Int(memory))) MB, "
                        + "database \(count(Int(size))) MB")
            }
        }
        return told.isEmpty ? "" : told.joined(separator: "; ") + "."
    }

    private func name(_ result: BenchResult) -> String {
        BenchSubject(rawValue: result.name)?.said.en ?? result.name
    }

    private func engine(_ name: String) -> String { name == "sqlite" ? "SQLite" : "PostgreSQL" }

    private func count(_ number: Int) -> String { Words(.en, WordBook([])).number(Int64(number)) }

    private func time(_ milliseconds: Double) -> String { String(format: "%.1f", milliseconds) }
}

extension BenchSubject {
    /// What a reader calls it.
    var said: LocalText {
        switch self {
        case .file: LocalText(zh: "提交，落盘后才回答", en: "file, durable")
        case .read: LocalText(zh: "按编号读取，含全部经过", en: "read by number, with story")
        case .workbench: LocalText(zh: "工作台", en: "workbench")
        case .list: LocalText(zh: "列表，最新的都不符合条件", en: "list, newest all miss the filter")
        case .search: LocalText(zh: "检索", en: "search")
        case .perform: LocalText(zh: "办一步", en: "perform a move")
        case .lifecycle: LocalText(zh: "一件事的四步：提交、派单、答复、查到", en: "lifecycle, four calls")
        case .spike: LocalText(zh: "突增", en: "spike")
        }
    }
}
