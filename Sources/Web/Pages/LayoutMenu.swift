import Core
import Markup

/// The menu of the site. Wide screens have it in a row; narrow ones open it with one button, by `popover`,
/// which needs no script and closes with Escape.
struct LayoutMenu: Component {
    let visit: Visit

    private var words: Words { visit.words }
    private var entries: [MenuEntry] { visit.frame.menu.filter { $0.audience.includes(visit.officer) } }

    var html: HTML {
        """
        <nav id="menu" class="menu" aria-label="\(words("web.menu"))" popover>
        <button type="button" class="icon-button menu-close" popovertarget="menu" \
        popovertargetaction="hide" aria-label="\(words("web.close"))">\(Icon("close"))</button>
        <ul>\(lines)</ul>
        </nav>
        """
    }

    /// For officers their work stands first and open, the rest in groups; visitors have few pages.
    private var lines: HTML {
        guard let officer = visit.officer else { return "\(items(of: .residents))\(items(of: .work))" }
        return """
            \(items(of: .work))\(group(.residents, words("web.group.residents"), icon: "globe"))\
            \(group(.channels, words("web.group.channels"), icon: "share"))\
            \(group(.city, words("web.group.city"), icon: "settings"))\(account(officer))
            """
    }

    private func items(of group: MenuEntry.Group) -> [HTML] {
        entries.filter { $0.group == group }.map(item)
    }

    private func item(_ entry: MenuEntry) -> HTML {
        """
        <li><a href="\(entry.path)"\(attribute: "aria-current", current(entry))>\
        \(entry.icon.map { Icon($0) })\(words(entry.key))</a></li>
        """
    }

    private func group(_ group: MenuEntry.Group, _ name: String, icon: String) -> HTML? {
        let lines = items(of: group)
        guard !lines.isEmpty else { return nil }
        return drop(name, icon: icon, here: isHere(group), lines: lines)
    }

    /// Who is signed in, what is theirs, and the way out.
    private func account(_ officer: Officer) -> HTML {
        let form = Form(
            post: "/sign-out", csrf: visit.csrf, classes: "plain",
            content: "\(Button(words("web.signOut"), weight: .secondary, icon: "leave"))")
        let lines = items(of: .account) + ["<li>\(form)</li>"]
        return drop(words(officer.name), icon: "people", here: isHere(.account), lines: lines, last: true)
    }

    private func drop(_ name: String, icon: String, here: Bool, lines: [HTML], last: Bool = false) -> HTML {
        """
        <li class="group\(last ? " last" : "")"><details class="drop" name="menu-group">\
        <summary class="drop-word\(here ? " here" : "")">\(Icon(icon))<span class="who">\(name)</span>\
        \(Icon("down"))</summary><ul class="drop-list">\(lines)</ul></details></li>
        """
    }

    private func isHere(_ group: MenuEntry.Group) -> Bool {
        entries.contains { $0.group == group && current($0) != nil }
    }

    /// `page` for the page itself; `true` where the page lies below the entry and below no closer one.
    private func current(_ entry: MenuEntry) -> String? {
        let here = visit.pathOnly
        if entry.path == here { return "page" }
        let above = entries.filter { $0.path != "/" && here.hasPrefix($0.path + "/") }
        return above.map(\.path.count).max() == entry.path.count && above.contains(entry)
            && !entries.contains { $0.path == here } ? "true" : nil
    }
}
