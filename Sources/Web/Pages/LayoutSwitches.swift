import Core
import Markup

/// Language, size of letters, colours. Each is a link to the same page; a cookie keeps the choice.
struct LayoutSwitches {
    let visit: Visit

    private var words: Words { visit.words }

    /// At the top: one tap to the next size of letters, to the other language, to other colours.
    var quick: HTML {
        let other: Language = visit.language == .zh ? .en : .zh
        let letters = visit.display.letters.next.rawValue
        let colours = visit.display.colours.next
        return """
            <div class="switches">\
            <a class="switch" href="\(path(["letters": letters]))">\(words("web.letters.to.\(letters)"))</a>\
            <a class="switch colours" href="\(path(["colours": colours.rawValue]))">\
            \(Icon(LayoutSwitches.icon(colours)))\
            <span class="unseen">\(words("web.colours.to.\(colours.rawValue)"))</span></a>\
            <a class="switch" href="\(path(["lang": other.rawValue]))" lang="\(other.tag)" \
            hreflang="\(other.tag)">\(words("web.otherLanguage"))</a>\
            </div>
            """
    }

    /// At the foot: every choice, with the one that holds.
    var all: HTML {
        let letters: [HTML] = Display.Letters.allCases.map { size in
            choice(
                words("web.letters.\(size.rawValue)"), ["letters": size.rawValue],
                chosen: visit.display.letters == size)
        }
        let colours: [HTML] = Display.Colours.allCases.map { colour in
            choice(
                words("web.colours.\(colour.rawValue)"), ["colours": colour.rawValue],
                chosen: visit.display.colours == colour, icon: LayoutSwitches.icon(colour))
        }
        return """
            <div class="tastes">\(group(words("web.letters"), letters))\
            \(group(words("web.colours"), colours))</div>
            """
    }

    private func group(_ name: String, _ choices: [HTML]) -> HTML {
        #"<div class="taste"><span>\#(name)</span><ul aria-label="\#(name)">\#(choices)</ul></div>"#
    }

    private func choice(
        _ text: String, _ setting: [String: String], chosen: Bool, icon: String? = nil
    ) -> HTML {
        """
        <li><a href="\(path(setting))"\(attribute: "aria-current", chosen ? "true" : nil)>\
        \(icon.map { Icon($0) })\(text)</a></li>
        """
    }

    /// The page again with the question of the switch; for the answer to a form, the page of the form.
    private func path(_ setting: [String: String]) -> String {
        let parts = visit.origin.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count > 1 ? try? FormAnswers(urlencoded: parts[1].utf8) : nil
        return parts[0] + (query ?? FormAnswers()).asQuery(setting: setting)
    }

    private static func icon(_ colours: Display.Colours) -> String {
        switch colours {
        case .auto: "auto"
        case .light: "sun"
        case .dark: "moon"
        }
    }
}
