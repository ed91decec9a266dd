import CQRCode
public import Markup

/// A code that a telephone's camera reads: black on white in print and in the dark, with the quiet margin the
/// standard asks for (ISO/IEC 18004), and what it says beside it for those who cannot scan.
public struct QRCode: Component {
    private let text: String
    private let label: String

    /// - Parameters:
    ///   - text: an address or a short text, at most 2,000 bytes; a longer one is only written out.
    ///   - label: what scanning it does, in words: “Raise a concern here”.
    public init(_ text: String, label: String) {
        self.text = text
        self.label = label
    }

    public var html: HTML {
        """
        <figure class="qr">\(drawing)<figcaption><b>\(label)</b><br>\
        <span class="qr-text">\(text)</span></figcaption></figure>
        """
    }

    /// Modules of quiet on each side.
    private static let margin = 4

    private var drawing: HTML? {
        guard let (width, path) = modules() else { return nil }
        let side = width + 2 * QRCode.margin
        return """
            <svg viewBox="0 0 \(side) \(side)" role="img" aria-label="\(label)" \
            shape-rendering="crispEdges"><rect width="\(side)" height="\(side)" fill="#fff"></rect>\
            <path fill="#000" d="\(path)"></path></svg>
            """
    }

    /// The width in modules, and the dark ones as runs of a path.
    private func modules() -> (width: Int, path: String)? {
        guard text.utf8.count <= 2000, !text.utf8.contains(0),
            let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1)
        else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let data = code.pointee.data else { return nil }
        var path = ""
        for y in 0..<width {
            var x = 0
            while x < width {
                let start = x
                // The lowest bit of a module says whether it is dark.
                while x < width, data[y * width + x] & 1 == 1 { x += 1 }
                if x > start {
                    path += "M\(start + QRCode.margin) \(y + QRCode.margin)h\(x - start)v1h-\(x - start)z"
                } else {
                    x += 1
                }
            }
        }
        return (width, path)
    }
}
