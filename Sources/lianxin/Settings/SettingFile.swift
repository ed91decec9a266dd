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
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if isFolder.boolValue {
            complain(
                0, "this is a folder, not a file of settings", "Name the file in it, such as lianxin.yaml.")
            return
        }
        guard let data = FileManager.default.contents(atPath: path) else {
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

    private mutating func complain(
        _ line: Int, _ problem: String, _ remedy: String, of setting: Setting? = nil
    ) {
        let place = line > 0 ? "\(path):\(line)" : path
        complaints.append(
            SettingComplaint(place: place, problem: problem, remedy: remedy, setting: setting))
    }

    private mutating func read(_ text: String) {
        let node: Node?
        do {
            node = try compose(yaml: text, .basic, .default, .utf8)
        } catch YamlError.duplicatedKeysInMapping(let names, let context) {
            return complainOfTwins(names, near: context.mark.line, in: text)
        } catch {
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
        default: 0
        }
    }

    /// Keys that stand twice, each with the line where it stands again.
    private mutating func complainOfTwins(_ names: [String], near line: Int, in text: String) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for name in names {
            let found = lines.indices.filter { Self.key(of: lines[$0]) == name }.map { $0 + 1 }
            let first = found.count > 1 ? ", first in line \(found[0])" : ""
            complain(
                found.count > 1 ? found[1] : line, "\(name.prefix(64)) stands twice\(first)",
                "Take one of them out.")
        }
    }

    /// What stands before the colon of a line that is not indented.
    private static func key(of line: Substring) -> String {
        let key = line.prefix { $0 != ":" }
        if key.first == " " { return "" }
        return String(key.filter { !" \"'".contains($0) })
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
            return complain(line, "\(setting.key) stands twice", "Take one of them out.", of: setting)
        }
        guard let texts = texts(value, setting) else {
            if case .list = setting.kind {
                return complain(
                    line, "\(setting.key) is no list", "Write `\(setting.key): [a, b]`.", of: setting)
            }
            return complain(
                line, "\(setting.key) takes one value", "Write `\(setting.key): value`.", of: setting)
        }
        // A key without a value is as if it were not there.
        if texts != [""] { entries[setting] = Entry(texts: texts, line: line) }
    }

    private func texts(_ value: Node, _ setting: Setting) -> [String]? {
        switch value {
        case .scalar(let scalar): return [Self.isNothing(scalar) ? "" : scalar.string]
        case .sequence(let nodes):
            guard case .list = setting.kind else { return nil }
            let texts = nodes.compactMap { node -> String? in
                if case .scalar(let scalar) = node { scalar.string } else { nil }
            }
            return texts.count == nodes.count ? texts : nil
        case .mapping, .alias: return nil
        }
    }

    /// YAML's words for no value. In quotes they are words like any other.
    private static func isNothing(_ scalar: Node.Scalar) -> Bool {
        scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}
