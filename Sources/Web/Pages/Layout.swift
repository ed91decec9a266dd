import Core
import Markup

/// The document around every page: head, header, foot. The menu and the switches stand beside it.
struct Layout {
    let page: Page
    let visit: Visit

    var words: Words { visit.words }
    var assets: Assets { visit.frame.assets }

    var html: HTML {
        """
        <!doctype html>
        <html lang="\(visit.language.tag)" dir="\(visit.language.direction)"\
        \(attribute: "class", visit.display.letters == .normal ? nil : visit.display.letters.rawValue)\
        \(attribute: "data-colours", visit.display.colours == .auto ? nil : visit.display.colours.rawValue)>
        \(head)
        \(body)
        </html>
        """
    }

    private var head: HTML {
        """
        <head>
        <meta charset="utf-8">
        <title>\(page.title) – \(words("web.product"))</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="\(scheme)">
        <meta name="referrer" content="same-origin">
        \(style)
        <link rel="icon" type="image/svg+xml" href="\(assets.mark.path)">
        <link rel="manifest" href="/manifest.webmanifest">
        <script src="\(assets.js.path)" defer></script>\(scripts)
        </head>
        """
    }

    /// Before the first bytes of the stylesheet came, a dark page must not flash white.
    private var scheme: String {
        switch visit.display.colours {
        case .auto: "light dark"
        case .light: "light"
        case .dark: "dark"
        }
    }

    /// Whoever comes for the first time gets the stylesheet in the page and sees it one round trip earlier;
    /// the next page finds it in the browser.
    private var style: HTML {
        guard visit.isFirst else { return #"<link rel="stylesheet" href="\#(assets.css.path)">"# }
        return """
            \(InlineStyle(assets.css.bytes))
            <link rel="prefetch" as="style" href="\(assets.css.path)">
            """
    }

    private var scripts: [HTML] {
        page.scripts.sorted { $0.rawValue < $1.rawValue }.compactMap { assets.scripts[$0] }.map { asset in
            #"<script src="\#(asset.path)" defer></script>"#
        }
    }

    /// What scripts need stands in attributes: where Leaflet lies, and the words of their own buttons.
    private var body: HTML {
        """
        <body data-leaflet="\(assets.leaflet.path)" data-leaflet-style="\(assets.leafletStyle.path)" \
        data-close-word="\(words("web.close"))" data-go-word="\(words("web.ask.go"))" \
        data-stop-word="\(words("web.ask.stop"))">
        <a class="skip" href="#main">\(words("web.skip"))</a>
        \(header)
        <main id="main" tabindex="-1"\(attribute: "class", page.wide ? "wide" : nil)>
        \(notice)\(help)\(page.body)
        </main>
        \(footer)
        </body>
        """
    }

    private var header: HTML {
        """
        <header class="top"><div class="inside">
        <button type="button" class="menu-button" popovertarget="menu">\(Icon("menu"))\
        <span>\(words("web.menu.word"))</span></button>
        <a class="brand" href="/">\(seal)<span>\(words("web.product"))</span></a>
        \(LayoutMenu(visit: visit))
        \(LayoutSwitches(visit: visit).quick)
        </div></header>
        """
    }

    private var seal: HTML {
        """
        <svg class="mark" aria-hidden="true" focusable="false"><use href="\(Icon.sprite)#mark"></use></svg>
        """
    }

    /// What was just done, said once.
    private var notice: HTML? {
        guard let key = visit.notice, words.holds(key) else { return nil }
        return Toast(.success, close: words("web.close"), "<p>\(words(key))</p>").html
    }

    /// The way to the help of this page; a script opens it in front of the page.
    private var help: HTML? {
        page.help.map { topic in
            """
            <a class="help-link" href="/developers/help/\(topic)" data-help>\(Icon("help"))\
            <span class="unseen">\(words("web.help"))</span></a>
            """
        }
    }

    private var footer: HTML {
        let links: [HTML] = visit.frame.menu
            .filter { $0.group == .foot && $0.audience.includes(visit.officer) }
            .map { #"<li><a href="\#($0.path)">\#(words($0.key))</a></li>"# }
        let list: HTML? = links.isEmpty ? nil : #"<ul class="foot-links">\#(links)</ul>"#
        return """
            <footer class="bottom"><div class="inside">
            \(LayoutSwitches(visit: visit).all)
            <div class="foot-line"><p>\(words("web.footer"))</p>\(list)</div>
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

    /// The direction of writing, for `dir`.
    var direction: String {
        switch self {
        case .zh, .en: "ltr"
        }
    }

    /// The language's name in itself.
    var ownName: String {
        switch self {
        case .zh: "中文"
        case .en: "English"
        }
    }
}
