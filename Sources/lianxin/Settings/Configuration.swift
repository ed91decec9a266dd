import Core
import Foundation
import Operation

/// What holds for this run: each setting from the flag, else the environment, else the file, else as usual.
struct Configuration: Sendable {
    enum Origin: Sendable, Equatable {
        case flag
        case environment(String)
        case file(String, line: Int)
        case fallback

        var name: String {
            switch self {
            case .flag: "flag"
            case .environment: "environment"
            case .file: "file"
            case .fallback: "default"
            }
        }

        var place: String? {
            switch self {
            case .flag, .fallback: nil
            case .environment(let variable): variable
            case .file(let path, let line): "\(path):\(line)"
            }
        }
    }

    struct Value: Sendable, Equatable {
        let texts: [String]
        let origin: Origin
    }

    /// The file whose words hold, when there is one.
    let file: String?
    private(set) var values: [Setting: Value] = [:]
    /// What is wrong, in the order it was found; errors stop every command.
    private(set) var complaints: [SettingComplaint]

    /// Where the file lies when nobody names one.
    static let usualFile = "/etc/lianxin/lianxin.yaml"

    /// - Parameters:
    ///   - flags: what stood on the command line.
    ///   - named: the file that `--config` names.
    init(
        flags: [Setting: [String]], named: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        let asked = named ?? environment["LIANXIN_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let usual = FileManager.default.fileExists(atPath: Self.usualFile) ? Self.usualFile : nil
        file = asked ?? usual
        let written = file.map { SettingFile(path: $0) } ?? SettingFile()
        complaints = written.complaints + Self.strangers(environment)
        for setting in Setting.allCases {
            let value = Self.first(setting, flags, environment, written)
            values[setting] = value
            if let complaint = SettingCheck.form(setting, value) { complaints.append(complaint) }
        }
        if !complaints.contains(where: \.isError) { complaints += SettingCheck.together(self) }
    }

    private static func first(
        _ setting: Setting, _ flags: [Setting: [String]], _ environment: [String: String],
        _ written: SettingFile
    ) -> Value {
        if let texts = flags[setting], !texts.isEmpty { return Value(texts: texts, origin: .flag) }
        if let text = environment[setting.variable], !text.isEmpty {
            return Value(texts: list(text, setting), origin: .environment(setting.variable))
        }
        if let entry = written.entries[setting] {
            return Value(texts: entry.texts, origin: .file(written.path, line: entry.line))
        }
        return Value(texts: setting.fallback.isEmpty ? [] : [setting.fallback], origin: .fallback)
    }

    private static func list(_ text: String, _ setting: Setting) -> [String] {
        guard case .list = setting.kind else { return [text] }
        return text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// Variables that look like ours and mean nothing.
    private static func strangers(_ environment: [String: String]) -> [SettingComplaint] {
        let known = Set(Setting.allCases.map(\.variable) + ["LIANXIN_CONFIG"])
        // Of the tests and the scripts of this repository.
        let others: Set<String> = ["LIANXIN_PROGRAM", "LIANXIN_RECORD", "LIANXIN_BUILD"]
        return environment.keys.filter { $0.hasPrefix("LIANXIN_") && !known.contains($0) }.sorted()
            .filter { !others.contains($0) }
            .map { name in
                let meant = Spelling.nearest(to: name, among: known).map { "Did you mean \($0)?" }
                return SettingComplaint(
                    place: name, problem: "means nothing here", remedy: meant ?? "Take it out.",
                    isError: false)
            }
    }

    // MARK: What is asked of it

    /// Where a setting was written, for whoever looks for it.
    func place(of setting: Setting) -> String { values[setting]?.origin.place ?? "--\(setting.key)" }

    /// Settings whose value is not what was meant: those that a complaint is about, and where one is about
    /// the file as a whole, all that it could have decided.
    func doubtful(after more: [SettingComplaint] = []) -> Set<Setting> {
        let errors = (complaints + more).filter(\.isError)
        let named = Set(errors.compactMap(\.setting))
        guard errors.contains(where: { $0.setting == nil }) else { return named }
        return named.union(
            values.filter { _, value in
                switch value.origin {
                case .flag, .environment: false
                case .file, .fallback: true
                }
            }.keys)
    }

    subscript(_ setting: Setting) -> String? { values[setting]?.texts.first }

    func text(_ setting: Setting) -> String { self[setting] ?? setting.fallback }

    func all(_ setting: Setting) -> [String] { values[setting]?.texts ?? [] }

    func number(_ setting: Setting) -> Int { Int(text(setting)) ?? 0 }

    func isOn(_ setting: Setting) -> Bool { SettingCheck.truth(text(setting)) ?? false }

    /// The first thing that is wrong.
    func check() throws(Fault) {
        guard let first = complaints.first(where: \.isError) else { return }
        throw Fault(.configuration, "\(first.place): \(first.problem).", remedy: first.remedy)
    }

    /// Every setting with its origin, secrets masked.
    var lines: [SettingLine] {
        Setting.allCases.map { setting in
            let origin = values[setting]?.origin ?? .fallback
            return SettingLine(
                key: setting.key, value: SettingCheck.shown(setting, all(setting)), origin: origin.name,
                place: origin.place)
        }
    }
}

/// Something wrong with a setting: where it stands, what is wrong, what to write instead.
struct SettingComplaint: Sendable, Equatable, Encodable {
    let place: String
    let problem: String
    let remedy: String
    var isError = true
    /// Whose value it is; nil where nobody can say, such as for a file that cannot be read.
    var setting: Setting?

    private enum CodingKeys: String, CodingKey { case place, problem, remedy, isError }

    var sentence: String { "\(place): \(isError ? "" : "warning: ")\(problem). \(remedy)" }
}
