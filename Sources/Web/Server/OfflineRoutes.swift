import Core
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Markup
import NIOCore

/// What a browser needs to keep the site for times without a network, and to put it on a telephone's first
/// screen.
struct OfflineRoutes {
    let assets: Assets

    func add(to router: Router<VisitorContext>) {
        let worker = ByteBuffer(string: worker)
        router.get("/service-worker.js") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/javascript; charset=utf-8", .cacheControl: "no-cache"],
                body: .init(byteBuffer: worker))
        }
        router.get("/manifest.webmanifest") { _, context in
            let manifest = ByteBuffer(bytes: try manifest(context.words))
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/manifest+json", .cacheControl: "no-cache",
                    .vary: "Accept-Language, Cookie",
                ],
                body: .init(byteBuffer: manifest))
        }
    }

    /// The worker with the list of what it keeps. The names hold their hashes: a new program is a new worker,
    /// which lets go of what the old one kept.
    private var worker: String {
        let kept = [assets.css, assets.js, assets.icons, assets.mark, assets.scripts[.raise]].compactMap(
            \.self)
        let names = kept.map { "\"\($0.path)\"" }.joined(separator: ", ")
        let pages = Language.allCases.map { "\"/offline/\($0.rawValue)\"" }.joined(separator: ", ")
        return "const assets = [\(names)];\nconst pages = [\(pages)];\n"
            + String(decoding: assets.waiter, as: UTF8.self)
    }

    /// The manifest of a web application (W3C), as far as it is used.
    private struct Manifest: Encodable {
        let name: String
        let language: String
        let icons: [Icon]
        let start = "/"
        let display = "standalone"
        let background = "#f7f5f1"
        let theme = "#a33820"

        enum CodingKeys: String, CodingKey {
            case name, icons, display
            case language = "lang"
            case start = "start_url"
            case background = "background_color"
            case theme = "theme_color"
        }

        struct Icon: Encodable {
            let src: String
            let sizes = "any"
            let type = "image/svg+xml"
        }
    }

    private func manifest(_ words: Words) throws -> [UInt8] {
        let manifest = Manifest(
            name: words("web.product"), language: words.language.tag,
            icons: [.init(src: assets.mark.path)])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(manifest))
    }
}
