import CBrowser
import Core
import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Markup
import NIOCore

/// One file that pages ask for. Its name holds its hash, so that it can be kept for ever.
struct Asset: Sendable {
    let path: String
    let type: String
    let bytes: [UInt8]
    /// The same, made smaller once at the start; nil where that gains nothing.
    let packed: [UInt8]?
    /// How a page allows this as a stylesheet inside it (CSP level 2).
    let styleHash: String
    private let hash: String

    init(_ name: String, _ ending: String, type: String, _ bytes: [UInt8]) {
        self.init(path: "/assets/\(name)-\(Asset.hash(bytes)).\(ending)", type: type, bytes)
    }

    init(path: String, type: String, _ bytes: [UInt8]) {
        self.path = path
        hash = Asset.hash(bytes)
        styleHash = "sha256-" + Data(SHA256.hash(data: bytes)).base64EncodedString()
        self.type = type
        self.bytes = bytes
        packed = Gzip.pack(bytes, effort: .thorough).flatMap { $0.count < bytes.count ? $0 : nil }
    }

    private static func hash(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).prefix(6).hexadecimal
    }

    /// The file, packed where the browser takes it so. Each form has a tag of its own.
    func response(to request: Request) -> Response {
        let coded = request.acceptsGzip ? packed : nil
        let tag = coded == nil ? "\"\(hash)\"" : "\"\(hash)-gzip\""
        var headers: HTTPFields = [
            .contentType: type, .eTag: tag, .cacheControl: "public, max-age=31536000, immutable",
        ]
        if packed != nil { headers[.vary] = "Accept-Encoding" }
        if request.knows(tag) { return Response(status: .notModified, headers: headers) }
        if coded != nil { headers[.contentEncoding] = "gzip" }
        return Response(
            status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: coded ?? bytes)))
    }
}

extension Request {
    /// Whether whoever asks has this already: its tag in their list, also as a proxy weakened it that packs
    /// by itself (RFC 9110 §13.1.2), or the star.
    func knows(_ tag: String) -> Bool {
        (headers[.ifNoneMatch] ?? "").split(separator: ",").map(\.trimmed).contains { known in
            known == tag || known == "W/\(tag)" || known == "*"
        }
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
    /// Calls: what rings, keys, drafts.
    case calls
    /// The queue of triage: keys.
    case triage
    /// Joining: keys.
    case joins
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
    /// What sends later, in the service worker; pages have it in front of the script of the form.
    let waiter: [UInt8]

    static let shared = Assets()

    private init() {
        let sheets = [
            Assets.file("base.css"), Assets.file("resident.css"), Assets.file("desk.css"),
            Assets.file("matter.css"), Assets.file("areas.css"), Assets.file("administration.css"),
            Assets.file("developers.css"), Assets.file("files.css"),
        ]
        css = Asset("lianxin", "css", type: Self.style, Stylesheet.tightened(sheets.flatMap { $0 + [0x0A] }))
        js = Asset(
            "lianxin", "js", type: Self.script, Stylesheet.tightened(script: Assets.file("lianxin.js")))
        icons = Asset(path: Icon.sprite, type: "image/svg+xml", Assets.file("icons.svg"))
        mark = Asset("mark", "svg", type: "image/svg+xml", Array(Assets.markDrawing.utf8))
        let texts: [Script: [UInt8]] = [
            .raise: Assets.file("waiter.js") + Assets.file("raise.js"), .upload: Assets.file("upload.js"),
            .map: Assets.file("map.js"), .desk: Assets.file("desk.js"),
            .matter: Assets.file("matter.js"), .editor: Assets.file("editor.js"),
            .attempt: Assets.file("try.js"), .calls: Assets.file("calls.js"),
            .triage: Assets.file("triage.js"), .joins: Assets.file("joins.js"),
        ]
        scripts = Dictionary(
            uniqueKeysWithValues: texts.map {
                ($0, Asset($0.rawValue, "js", type: Self.script, Stylesheet.tightened(script: $1)))
            })
        waiter = Assets.file("waiter.js")
        leaflet = Asset("leaflet", "js", type: Self.script, Assets.file("leaflet.js"))
        leafletStyle = Asset("leaflet", "css", type: Self.style, Assets.file("leaflet.css"))
    }

    /// A file as it was built in; without it the build is not whole, which shows at the first start.
    private static func file(_ name: String) -> [UInt8] {
        let files = UnsafeBufferPointer(start: browser_file_list(), count: browser_file_count)
        guard let file = files.first(where: { String(cString: $0.name) == name }) else {
            preconditionFailure("\(name) is not built in.")
        }
        let bytes = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
        // An empty file is built in as one zero, because C knows no empty arrays.
        return bytes == [0] ? [] : bytes
    }

    private static let script = "text/javascript; charset=utf-8"
    private static let style = "text/css; charset=utf-8"

    /// A seal with two rings that hold each other, for the browser's tab; the sprite has the same.
    private static let markDrawing = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" \
        fill="none" stroke="#fffdf8" stroke-width="2.2">\
        <rect width="24" height="24" rx="5" fill="#a8341c" stroke="none"/>\
        <circle cx="9.2" cy="12" r="4.8"/><circle cx="14.8" cy="12" r="4.8"/></svg>
        """

    var all: [Asset] { [css, js, icons, mark, leaflet, leafletStyle] + scripts.values }
}
