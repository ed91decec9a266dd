import Core
import Markup

/// The document around every page: header, menu, the switches of language and letters, footer.
struct Layout {
    let page: Page
    let visit: Visit

    private var words: Words { visit.words }
    private var assets: Assets { visit.frame.assets }

    var html: HTML {
        """
        <!doctype html>
        <html lang="\(visit.language.tag)"\(attribute: "class", visit.largeText ? "large" : nil)>
        <head>
        <meta charset="utf-8">
        <title>\(page.title) – \(words("web.product"))</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="same-origin">
        <link rel="stylesheet" href="\(assets.css.path)">
        <link rel="icon" type="image/svg+xml" href="\(assets.mark.path)">
        <script src="\(assets.js.path)" defer></script>\(scripts)
        </head>
        <body>
        <a class="skip" href="#main">\(words("web.skip"))</a>
        \(header)
        <main id="main" tabindex="-1"\(attribute: "class", page.wide ? "wide" : nil)>
        \(notice)\(page.body)
        </main>
        \(footer)
        </body>
        </html>
        """
    }

    private var scripts: [HTML] {
        page.scripts.sorted { $0.rawValue < $1.rawValue }.compactMap { assets.scripts[$0] }.map { asset in
            #"<script src="\#(asset.path)" defer></script>"#
        }
    }

    private var header: HTML {
        """
        <header class="top"><div class="inside">
        <a class="brand" href="/"><svg class="mark" aria-hidden="true" focusable="false">\
        <use href="\(assets.icons.path)#mark"></use></svg><span>\(words("web.product"))</span></a>
        \(menu)
        <div class="switches">\(textSwitch)\(languageSwitch)</div>
        </div></header>
        """
    }

    private var menu: HTML {
        let entries = visit.frame.menu.filter { $0.audience.includes(visit.officer) }
        let items: [HTML] = entries.map { entry in
            let here = entry.path == visit.pathOnly
            return """
                <li><a href="\(entry.path)"\(attribute: "aria-current", here ? "page" : nil)>\
                \(entry.icon.map { Icon($0) })\(words(entry.key))</a></li>
                """
        }
        let list: HTML = #"<ul>\#(items)\#(account)</ul>"#
        return #"<nav class="menu" aria-label="\#(words("web.menu"))">\#(list)</nav>"#
    }

    /// Who is signed in, and the way out.
    private var account: HTML {
        guard let officer = visit.officer else { return .empty }
        let form = Form(
            post: "/sign-out", csrf: visit.csrf, classes: "plain",
            content: "\(Button(words("web.signOut"), weight: .secondary))")
        return """
            <li class="account"><span class="who">\(officer.name)</span>\(form)</li>
            """
    }

    private var languageSwitch: HTML {
        let other: Language = visit.language == .zh ? .en : .zh
        let path = visit.pathOnly + visit.query.asQuery(setting: ["lang": other.rawValue])
        return """
            <a class="switch" href="\(path)" lang="\(other.tag)" hreflang="\(other.tag)">\
            \(words("web.otherLanguage"))</a>
            """
    }

    private var textSwitch: HTML {
        let size = visit.largeText ? "normal" : "large"
        let path = visit.pathOnly + visit.query.asQuery(setting: ["letters": size])
        return #"<a class="switch" href="\#(path)">\#(words("web.letters.\(size)"))</a>"#
    }

    private var notice: HTML? {
        guard let key = visit.notice, words.holds(key) else { return nil }
        return Notice(.success, live: true, "<p>\(words(key))</p>").html
    }

    private var footer: HTML {
        """
        <footer class="bottom"><div class="inside">
        <p>\(words("web.footer"))</p>
        </div></footer>
        """
    }
}

extension Language {
    /// The BCP 47 tag for `lang`.
    var tag: String {
        switch self {
        case .zh: "zh-CN"
        case .en: "en"
        }
    }
}
