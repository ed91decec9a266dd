import Yams

/// A YAML file with the line of every word. Scalars stay text as they were written: nothing is guessed to be
/// a number, a date or a truth value.
struct Yaml {
    let line: Int
    let content: Content

    indirect enum Content {
        case nothing
        case text(String)
        case list([Yaml])
        case map([Entry])
    }

    struct Entry {
        let key: String
        let line: Int
        let value: Yaml
    }

    /// What is expected when something else stands there.
    var noun: String {
        switch content {
        case .nothing: "nothing"
        case .text: "a text"
        case .list: "a list"
        case .map: "a block of named values"
        }
    }

    /// Levels of nesting; a kind's file has five.
    private static let deepest = 32

    /// Reads one document, or says what is wrong with it.
    static func read(_ text: String, file: String, _ complaints: inout Complaints) -> Yaml? {
        if let complaint = YamlScreen(text: text).complaint(file: file) {
            complaints.add(complaint)
            return nil
        }
        do {
            guard let node = try compose(yaml: text, .basic, .default, .utf8) else {
                complaints.add(file, 1, "the file is empty", "Write its contents as city-packs.md describes")
                return nil
            }
            return tree(node, depth: 0, file: file, &complaints)
        } catch let error as YamlError {
            complaints.add(complaint(of: error, file: file))
        } catch {
            complaints.add(file, 0, "the file cannot be read as YAML", "Check its indentation and quotes")
        }
        return nil
    }

    private static func tree(_ node: Node, depth: Int, file: String, _ complaints: inout Complaints) -> Yaml?
    {
        let line = node.mark?.line ?? 0
        guard depth <= deepest else {
            complaints.add(file, line, "the nesting is deeper than \(deepest) levels", "Write it flatter")
            return nil
        }
        switch node {
        case .alias: return Yaml(line: line, content: .nothing)
        case .scalar(let scalar):
            let plain = scalar.style == .plain || scalar.style == .any
            let isNothing =
                plain && (scalar.string.isEmpty || scalar.string == "~" || scalar.string == "null")
            return Yaml(line: line, content: isNothing ? .nothing : .text(scalar.string))
        case .sequence(let nodes):
            let list = nodes.compactMap { tree($0, depth: depth + 1, file: file, &complaints) }
            return Yaml(line: line, content: .list(list))
        case .mapping(let mapping):
            var entries: [Entry] = []
            for (key, value) in mapping {
                let line = key.mark?.line ?? line
                guard case .scalar(let name) = key else {
                    complaints.add(file, line, "a name is not a plain word", "Write `name: value`")
                    continue
                }
                guard let value = tree(value, depth: depth + 1, file: file, &complaints) else { continue }
                entries.append(Entry(key: name.string, line: line, value: value))
            }
            return Yaml(line: line, content: .map(entries))
        }
    }

    private static func complaint(of error: YamlError, file: String) -> PackComplaint {
        let remedy =
            "Check the indentation (spaces only), the colons and the quotes of this line and the one above"
        func told(_ line: Int, _ problem: String, _ remedy: String) -> PackComplaint {
            PackComplaint(file: file, line: line, problem: problem, remedy: remedy)
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
            return told(mark.line, "the YAML is not well formed: \(problem)", remedy)
        case .composer(_, let problem, let mark, _):
            return told(
                mark.line, "the YAML is not well formed: \(problem)",
                "Write one document, without `---` in it")
        case .duplicatedKeysInMapping(let names, let context):
            return told(
                context.mark.line,
                "\(quoted(names)) \(names.count == 1 ? "stands" : "stand") twice in one block",
                "Keep one of them")
        case .reader(_, let offset, _, let yaml):
            let line = offset.map { 1 + yaml.prefix($0).count { $0.isNewline } } ?? 0
            return told(
                line, "a character is not allowed in YAML", "Remove the control character of this line")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return told(0, "the file cannot be read as YAML", remedy)
        }
    }
}

/// `"one", "two"`.
func quoted(_ words: some Sequence<String>) -> String {
    words.map { "\"\($0)\"" }.joined(separator: ", ")
}
