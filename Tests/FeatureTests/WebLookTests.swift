import HTTPTypes
import Testing
import Web

@Suite("The look of the site")
struct WebLookTests {
    static let grounds = ["paper", "sheet", "sunken"]
    static let texts = ["ink", "soft", "accent", "accent-deep", "good", "warn", "bad"]

    @Test("has a contrast of 4.5 for every text on every ground, in light and dark", arguments: texts)
    func text(name: String) throws {
        for palette in [Palette.light, .dark] {
            for ground in WebLookTests.grounds {
                let ratio = try #require(palette.contrast(name, ground))
                #expect(ratio >= 4.5, "\(name) on \(ground): \(ratio)")
            }
        }
    }

    @Test(
        "has a contrast of 4.5 for text on its own wash",
        arguments: [
            ("on-accent", "accent"), ("on-accent", "accent-deep"), ("accent", "accent-wash"),
            ("accent-deep", "accent-wash"), ("soft", "accent-wash"), ("ink", "accent-wash"),
            ("good", "good-wash"), ("warn", "warn-wash"), ("bad", "bad-wash"), ("ink", "good-wash"),
            ("ink", "warn-wash"), ("ink", "bad-wash"), ("sheet", "accent"),
        ])
    func wash(name: String, ground: String) throws {
        for palette in [Palette.light, .dark] {
            let ratio = try #require(palette.contrast(name, ground))
            #expect(ratio >= 4.5, "\(name) on \(ground): \(ratio)")
        }
    }

    @Test("has a contrast of 3 for frames of inputs and for the ring of the focus")
    func frames() throws {
        for palette in [Palette.light, .dark] {
            for name in ["edge", "focus"] {
                for ground in WebLookTests.grounds {
                    let ratio = try #require(palette.contrast(name, ground))
                    #expect(ratio >= 3, "\(name) on \(ground): \(ratio)")
                }
            }
        }
    }

    @Test("is the same dark, whether the device or the reader chose it")
    func dark() {
        #expect(Palette.dark.names.count > 15)
        #expect(Palette.dark.names == Palette.light.names)
        for name in Palette.dark.names {
            #expect(Palette.dark.value(name) == Palette.deviceDark.value(name), "\(name)")
        }
        #expect(Palette.light.value("paper") != Palette.dark.value("paper"))
        #expect(Palette.light.contrast("ink", "nothing") == nil)
    }

    @Test("counts contrast as WCAG does")
    func contrast() throws {
        // Black on white is 21 by definition; the paper is nearly white, the ink nearly black.
        let ratio = try #require(Palette.light.contrast("ink", "paper"))
        #expect(ratio > 14 && ratio < 15)
        #expect(Palette.light.contrast("ink", "ink") == 1)
    }

    /// The stylesheet as browsers get it.
    private func stylesheet() async throws -> String {
        let client = try WebClient(WebSite.server())
        _ = try await client.get("/note")
        let page = try await client.get("/note").text
        let path = try #require(page.split(separator: "\"").first { $0.hasSuffix(".css") })
        return try await client.get(String(path)).text
    }

    @Test("fits into 40 KB, all parts together, and knows dark, print, contrast and large targets")
    func size() async throws {
        let css = try await stylesheet()
        #expect(css.utf8.count < 40_000)
        for part in [
            "prefers-color-scheme:dark", "data-colours=dark", "@media print", ":focus-visible{outline:3px",
            "--target:44px", "PingFang SC", "forced-colors:active", "prefers-contrast:more",
            "prefers-reduced-motion:no-preference", "line-break:strict", "text-wrap:balance",
            "scripting:none",
        ] {
            #expect(css.contains(part), "\(part)")
        }
    }

    @Test("says where things stand by start and end, so that it can be turned round")
    func logical() async throws {
        let css = try await stylesheet()
        let physical =
            #/(margin|padding|border)-(left|right)\b|text-align:\s*(left|right)|float:\s*(left|right)/#
        let found = css.matches(of: physical).map { String($0.output.0) }
        #expect(found == [], "\(found)")
    }

    @Test("sends the page with the most scripts less than 60 KB of them, Leaflet and all, packed")
    func scripts() async throws {
        let client = try WebClient(WebSite.server())
        let paths = ["lianxin", "raise", "upload", "map", "leaflet"].compactMap { name in
            client.assetPaths.first { $0.hasPrefix("/assets/\(name)-") && $0.hasSuffix(".js") }
        }
        #expect(paths.count == 5)
        var sum = 0
        for path in paths {
            sum += try await client.get(path, headers: [.acceptEncoding: "gzip"]).bytes.count
        }
        #expect(sum < 60_000, "\(sum) bytes")
    }

    @Test("draws all its icons in less than 14 KB")
    func icons() async throws {
        let client = try WebClient(WebSite.server())
        let path = try #require(client.assetPaths.first { $0.contains("/icons-") })
        #expect(try await client.get(path).bytes.count < 14_000)
    }
}
