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

/// The stylesheet, the script and the drawings, as they are built into the program.
struct Assets: Sendable {
    let css: Asset
    let js: Asset
    let icons: Asset
    let mark: Asset

    static let shared = Assets()

    private init() {
        css = Asset("lianxin", "css", type: "text/css; charset=utf-8", PackageResources.lianxin_css)
        js = Asset("lianxin", "js", type: "text/javascript; charset=utf-8", PackageResources.lianxin_js)
        icons = Asset("icons", "svg", type: "image/svg+xml", PackageResources.icons_svg)
        mark = Asset("mark", "svg", type: "image/svg+xml", Array(Assets.markDrawing.utf8))
    }

    /// Two rings that hold each other, for the browser's tab; the sprite has the same.
    private static let markDrawing = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" \
        fill="none" stroke="#b3402a" stroke-width="2.6">\
        <circle cx="9" cy="12" r="5.6"/><circle cx="15" cy="12" r="5.6"/></svg>
        """

    var all: [Asset] { [css, js, icons, mark] }
}
