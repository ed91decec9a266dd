import Markup
import Web

/// Every token and every component in every state, on one page: what to use, and what to compare with.
struct DesignSpecimensPage {
    let visit: Visit

    var page: Page {
        let tokens = TokenSpecimens(words: words)
        let parts = PartSpecimens(words: words, csrf: visit.csrf, now: visit.now)
        return Page(title: words("developers.specimens.title"), personal: false, wide: true) {
            """
            <h1>\(words("developers.specimens.title"))</h1>
            <p class="lead">\(words("developers.specimens.lead"))</p>
            \(section("rules", rules))
            \(section("colours", tokens.colours))
            \(section("letters", tokens.letters))
            \(section("spaces", tokens.spaces))
            \(section("icons", tokens.icons))
            \(section("buttons", parts.buttons))
            \(section("clocks", parts.clocks))
            \(section("notices", parts.notices))
            \(section("form", parts.form))
            \(section("lists", parts.lists))
            \(section("progress", parts.progress))
            \(section("cards", parts.cards))
            \(section("fronts", parts.fronts))
            \(section("long", parts.long))
            """
        }
    }

    private var words: Words { visit.words }

    private func section(_ name: String, _ content: HTML) -> HTML {
        """
        <section aria-labelledby="part-\(name)">
        <h2 id="part-\(name)">\(words("developers.specimens.\(name)"))</h2>
        <p class="muted">\(words("developers.specimens.\(name).why"))</p>
        \(content)
        </section>
        """
    }

    /// What to do and what to leave.
    private var rules: HTML {
        let dos: [HTML] = (1...6).map { "<li>\(words("developers.specimens.do.\($0)"))</li>" }
        let donts: [HTML] = (1...6).map { "<li>\(words("developers.specimens.dont.\($0)"))</li>" }
        return """
            <div class="panels">
            <div class="panel"><h3>\(Icon("done")) \(words("developers.specimens.do"))</h3>
            <ul>\(dos)</ul></div>
            <div class="panel"><h3>\(Icon("close")) \(words("developers.specimens.dont"))</h3>
            <ul>\(donts)</ul></div>
            </div>
            """
    }
}

/// Colours, letters, spaces, drawings.
struct TokenSpecimens {
    let words: Words

    /// Every colour with its contrast against the paper it stands on, in light and dark.
    var colours: HTML {
        let grounds: Set = ["paper", "sheet", "sunken"]
        let rows: [[HTML]] = Palette.light.names.map { name in
            let ground = TokenSpecimens.ground(of: name)
            return [
                """
                <svg class="icon large" aria-hidden="true" focusable="false" viewBox="0 0 24 24">\
                <rect width="24" height="24" rx="4" stroke="var(--line)" fill="var(--\(name))"></rect></svg> \
                <code>--\(name)</code>
                """,
                "<code>\(Palette.light.value(name))</code>", "<code>\(Palette.dark.value(name))</code>",
                grounds.contains(name) || name.hasSuffix("wash") ? "" : "<code>--\(ground)</code>",
                cell(Palette.light.contrast(name, ground), shown: !grounds.contains(name)),
                cell(Palette.dark.contrast(name, ground), shown: !grounds.contains(name)),
            ]
        }
        let heads = ["name", "light", "dark", "on", "contrastLight", "contrastDark"].map { name in
            Table.Column(words("developers.specimens.colour.\(name)"), numeric: name.hasPrefix("contrast"))
        }
        let caption = words("developers.specimens.colours")
        return "\(Table(caption: caption, captionHidden: true, columns: heads, rows: rows))"
    }

    /// What a colour usually stands on.
    private static func ground(of name: String) -> String {
        switch name {
        case "on-accent": "accent"
        case "good", "warn", "bad": "\(name)-wash"
        case "good-wash": "good"
        case "warn-wash": "warn"
        case "bad-wash": "bad"
        case "accent-wash": "accent-deep"
        default: "paper"
        }
    }

    private func cell(_ ratio: Double?, shown: Bool) -> HTML {
        guard shown, let ratio else { return "" }
        let tenths = Int((ratio * 10).rounded(.down))
        return "\(tenths / 10).\(tenths % 10)"
    }

    var letters: HTML {
        let sample = words("developers.specimens.sample")
        return """
            <div class="panel">
            <p class="lead">--t-lead · \(sample)</p>
            <p>--t-body · \(sample)</p>
            <p class="muted">--soft · \(sample)</p>
            <h3>--t-3 · \(sample)</h3>
            <p><em>\(words("developers.specimens.stress"))</em> ·
            <strong>\(words("developers.specimens.strong"))</strong> · <code>GET /api/v1/matters</code> ·
            <a href="#part-letters">\(words("developers.specimens.letters"))</a></p>
            <p class="number-plate">BX20261122-0007</p>
            <p class="story">\(words("developers.specimens.story"))</p>
            </div>
            """
    }

    var spaces: HTML {
        let sizes = [("s1", 4), ("s2", 8), ("s3", 12), ("s4", 16), ("s5", 24), ("s6", 36), ("s7", 56)]
        let rows: [(name: String, value: HTML)] = sizes.map { name, pixels in
            (
                name: "--\(name)",
                value: """
                <svg width="\(pixels)" height="16" viewBox="0 0 \(pixels) 16" \
                preserveAspectRatio="none" aria-hidden="true" focusable="false">\
                <rect width="\(pixels)" height="16" stroke="none" fill="var(--accent)"></rect></svg> \(pixels)
                """
            )
        }
        return "\(SummaryList(rows))"
    }

    var icons: HTML {
        let items: [HTML] = Icon.names.map { "<li>\(Icon($0)) <code>\($0)</code></li>" }
        return #"<ul class="cluster panel">\#(items)</ul>"#
    }
}
