import Core
import Foundation
import Yams

/// The file of settings: YAML, one `key: value` a line, with the line of each.
struct SettingFile {
    struct Entry {
        let texts: [String]
        let line: Int
    }

    var path = ""
    private(set) var entries: [Setting: Entry] = [:]
    private(set) var complaints: [SettingComplaint] = []

    /// More than any sensible file has.
    private static let mostBytes = 65_536

    init() {}

    init(path: String) {
        self.path = path
        guard let data = FileManager.default.contents(atPath: path) else {
            let exists = FileManager.default.fileExists(atPath: path)
            complain(
                0, exists ? "the file of settings cannot be read" : "there is no such file",
                exists ? "Give the program's user the right to read it." : "Correct --config.")
            return
        }
        guard data.count <= Self.mostBytes, let text = String(data: data, encoding: .utf8) else {
            complain(0, "this is no file of settings", "Write `key: value` lines in UTF-8.")
            return
        }
        read(text)
    }

    private mutating func complain(_ line: Int, _ problem: String, _ remedy: String) {
        let place = line > 0 ? "\(path):\(line)" : path
        complaints.append(SettingComplaint(place: place, problem: problem, remedy: remedy))
    }

    private mutating func read(_ text: String) {
        let node: Node?
        do { node = try compose(yaml: text, .basic, .default, .utf8) } catch {
            return complain(line(of: error), "this is not YAML", "Check the colons, quotes and spaces.")
        }
        // A file of comments alone decides nothing.
        guard let node else { return }
        if case .scalar(let scalar) = node, scalar.string.isEmpty { return }
        guard case .mapping(let mapping) = node else {
            return complain(node.mark?.line ?? 1, "this is no list of settings", "Write `key: value` lines.")
        }
        for (key, value) in mapping { take(key, value) }
    }

    private func line(of error: any Error) -> Int {
        switch error as? YamlError {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: 0
        }
    }

    private mutating func take(_ key: Node, _ value: Node) {
        let line = key.mark?.line ?? 0
        guard case .scalar(let name) = key else {
            return complain(line, "this name is no plain word", "Write `key: value`.")
        }
        guard let setting = Setting(key: name.string) else {
            let meant = Spelling.nearest(to: name.string, among: Setting.allCases.map(\.key))
            return complain(
                line, "there is no setting “\(name.string.prefix(64))”",
                meant.map { "Did you mean \($0)?" } ?? "`lianxin config check` lists them all.")
        }
        if entries[setting] != nil {
            return complain(line, "\(setting.key) stands twice", "Take one of them out.")
        }
        guard let texts = texts(value, setting) else {
            if case .list = setting.kind {
                return complain(line, "\(setting.key) is no list", "Write `\(setting.key): [a, b]`.")
            }
            return complain(line, "\(setting.key) takes one value", "Write `\(setting.key): value`.")
        }
        // A key without a value is as if it were not there.
        if texts != [""] { entries[setting] = Entry(texts: texts, line: line) }
    }

    private func texts(_ value: Node, _ setting: Setting) -> [String]? {
        switch value {
        case .scalar(let scalar): return [scalar.string == "~" ? "" : scalar.string]
        case .sequence(let nodes):
            guard case .list = setting.kind else { return nil }
            let texts = nodes.compactMap { node -> String? in
                if case .scalar(let scalar) = node { scalar.string } else { nil }
            }
            return texts.count == nodes.count ? texts : nil
        case .mapping, .alias: return nil
        }
    }
}
