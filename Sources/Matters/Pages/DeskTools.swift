import Core
import Markup
import Web

/// What every page of the desk carries for the keyboard: the sheet of keys, the palette, and the sentences
/// that the script shows.
struct DeskTools: Component {
    let telling: Telling
    /// What the script is told beside the sentences, by the name of a data attribute.
    var scope: String?
    /// The matter that stands open.
    var number: String?

    private var words: Words { telling.words }

    /// A line of the sheet.
    private static let keys: [(names: [String], key: String)] = [
        (["j", "↓"], "down"), (["k", "↑"], "up"), (["Enter"], "enter"), (["o"], "beside"), (["x"], "tick"),
        (["Shift", "x"], "range"), (["e"], "move"), (["n"], "new"), (["/"], "search"), (["g", "w"], "bench"),
        (["g", "l"], "list"), (["[", "]"], "neighbours"), (["⌘ / Ctrl", "K"], "palette"), (["?"], "help"),
        (["Esc"], "back"),
    ]

    var html: HTML {
        """
        <div id="desk-tools" hidden\(attribute: "data-scope", scope)\(attribute: "data-matter", number) \
        data-csrf="\(telling.visit.csrf)" data-bench="\(MattersPath.workbench)" \
        data-list="\(MattersPath.list)" data-new="\(MattersPath.new)" \
        data-say-new="\(sentence("new", ["count"]))" \
        data-say-changed="\(sentence("changed", ["number", "stage"]))" \
        data-say-overdue="\(sentence("overdue", ["number"]))" \
        data-say-gone="\(sentence("gone", ["number"]))" data-say-this="\(words("matters.live.this"))" \
        data-say-reset="\(words("matters.live.reset"))"></div>
        <button type="button" id="desk-pill" class="button primary pill" hidden>\
        \(words("matters.live.reset"))</button>
        <p id="desk-present" class="present" role="status" hidden></p>
        \(sheet)\(palette)
        """
    }

    /// A sentence whose places the script fills.
    private func sentence(_ key: String, _ places: [String]) -> String {
        words(
            "matters.live.\(key)",
            Dictionary(uniqueKeysWithValues: places.map { ($0, "{\($0)}" as any WordValue) }))
    }

    /// The buttons that open them, for those who do not know the keys.
    var buttons: HTML {
        """
        <span class="cluster screen-only">\
        \(DialogButton(words("matters.palette.open"), opens: "palette", icon: "search"))\
        \(DialogButton(words("matters.keys.open"), opens: "keys", icon: "help"))</span>
        """
    }

    private var sheet: HTML {
        let lines: [HTML] = Self.keys.map { line in
            let keys: [HTML] = line.names.map { "\(Key($0)) " }
            return "<div><dt>\(keys)</dt><dd>\(words("matters.keys.\(line.key)"))</dd></div>"
        }
        return Dialog(
            id: "keys", title: words("matters.keys.title"),
            content: """
                <dl class="keys">\(lines)</dl>
                <p class="choice"><input type="checkbox" id="keys-on" checked>\
                <label for="keys-on">\(words("matters.keys.switch"))</label></p>
                <p class="hint">\(words("matters.keys.hint"))</p>
                """
        ).html
    }

    private var palette: HTML {
        Dialog(
            id: "palette", title: words("matters.palette.title"),
            content: """
                <label class="unseen" for="palette-words">\(words("matters.palette.label"))</label>
                <input type="text" id="palette-words" role="combobox" aria-expanded="false" \
                aria-controls="palette-list" aria-autocomplete="list" autocomplete="off" autofocus \
                spellcheck="false" placeholder="\(words("matters.palette.label"))">
                <ul id="palette-list" role="listbox" aria-label="\(words("matters.palette.title"))"></ul>
                <p id="palette-none" class="muted" hidden>\(words("matters.palette.none"))</p>
                """
        ).html
    }
}
