import CBrowser
import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// One file that pages ask for. Its name holds its hash, so that it can be kept for ever.
struct Asset: Sendable {
    let path: String
    let tag: String
    let type: String
    let bytes: [UInt8]

    init(_ name: String, _ ending: String, type: String, _ bytes: [UInt8]) {
        let hash = SHA256.hash(data: bytes).prefix(6).map { String($0, radix: 16) }.map {
            $0.count == 1 ? "0\($0)" : $0
        }
        .joined()
        path = "/assets/\(name)-\(hash).\(ending)"
        tag = "\"\(hash)\""
        self.type = type
        self.bytes = bytes
    }

    func response(to request: Request) -> Response {
        let headers: HTTPFields = [
            .contentType: type, .eTag: tag, .cacheControl: "public, max-age=31536000, immutable",
        ]
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

/// A script that some pages need beside the one that all have.
public enum Script: String, CaseIterable, Hashable, Sendable {
    /// The form of a concern: voice, place, neighbours, sending later.
    case raise
    /// Attachments that are sent while the form is filled in.
    case upload
    /// Maps; brings Leaflet along when a map is opened.
    case map
    /// Workbench and lists: keys, side by side, what is new.
    case desk
    /// One matter: templates, presence.
    case matter
    /// Shapes of areas.
    case editor
    /// Trying the API.
    case attempt
}

/// The stylesheet, the scripts and the drawings, as they are built into the program.
struct Assets: Sendable {
    let css: Asset
    let js: Asset
    let icons: Asset
    let mark: Asset
    let scripts: [Script: Asset]
    let leaflet: Asset
    let leafletStyle: Asset

    static let shared = Assets()

    private init() {
        let sheets = [
            Assets.file("base.css"), Assets.file("resident.css"), Assets.file("desk.css"),
            Assets.file("matter.css"), Assets.file("areas.css"), Assets.file("administration.css"),
            Assets.file("developers.css"),
        ]
        css = Asset("lianxin", "css", type: Self.style, sheets.flatMap(\.self))
        js = Asset("lianxin", "js", type: Self.script, Assets.file("lianxin.js"))
        icons = Asset("icons", "svg", type: "image/svg+xml", Assets.file("icons.svg"))
        mark = Asset("mark", "svg", type: "image/svg+xml", Array(Assets.markDrawing.utf8))
        let texts: [Script: [UInt8]] = [
            .raise: Assets.file("raise.js"), .upload: Assets.file("upload.js"),
            .map: Assets.file("map.js"), .desk: Assets.file("desk.js"),
            .matter: Assets.file("matter.js"), .editor: Assets.file("editor.js"),
            .attempt: Assets.file("try.js"),
        ]
        scripts = Dictionary(
            uniqueKeysWithValues: texts.map { ($0, Asset($0.rawValue, "js", type: Self.script, $1)) })
        leaflet = Asset("leaflet", "js", type: Self.script, Assets.file("leaflet.js"))
        leafletStyle = Asset("leaflet", "css", type: Self.style, Assets.file("leaflet.css"))
    }

    /// A file as it was built in; without it the build is not whole, which shows at the first start.
    private static func file(_ name: String) -> [UInt8] {
        let files = UnsafeBufferPointer(start: browser_file_list(), count: browser_file_count)
        guard let file = files.first(where: { String(cString: $0.name) == name }) else {
            preconditionFailure("\(name) is not built in.")
        }
        return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }

    private static let script = "text/javascript; charset=utf-8"
    private static let style = "text/css; charset=utf-8"

    /// Two rings that hold each other, for the browser's tab; the sprite has the same.
    private static let markDrawing = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" \
        fill="none" stroke="#b3402a" stroke-width="2.6">\
        <circle cx="9" cy="12" r="5.6"/><circle cx="15" cy="12" r="5.6"/></svg>
        """

    var all: [Asset] { [css, js, icons, mark, leaflet, leafletStyle] + scripts.values }
}
