import CPango

/// Sets one paper, from its first block to its last.
///
/// A paper is set twice: once to count its pages, once for good, as every page says how many there are.
final class Composer {
    let document: PressDocument
    let cr: OpaquePointer
    private let context: OpaquePointer
    private(set) var page = 1
    private let pages: Int
    /// Where the next thing stands, in points from the top.
    var y = Paper.top

    static func set(_ document: PressDocument) throws(PressFault) -> [UInt8] {
        let count = try once(document, pages: 1).pages
        let bytes = try once(document, pages: count).bytes
        return PDFLanguage.marked(bytes, with: document.language)
    }

    /// One run over all blocks.
    private static func once(
        _ document: PressDocument, pages: Int
    ) throws(PressFault) -> (pages: Int, bytes: [UInt8]) {
        let sink = Sink()
        let surface = cairo_pdf_surface_create_for_stream(
            { closure, data, length in
                guard let closure, let data else { return 0 }
                let sink = Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue()
                sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
                return 0
            }, Unmanaged.passUnretained(sink).toOpaque(), Paper.width, Paper.height)
        defer { cairo_surface_destroy(surface) }
        cairo_pdf_surface_set_metadata(surface, 0, document.title)
        cairo_pdf_surface_set_metadata(surface, 2, document.running)
        cairo_pdf_surface_set_metadata(surface, 4, "Lianxin")
        guard let cr = cairo_create(surface) else { throw .failed(status: -1) }
        defer { cairo_destroy(cr) }
        guard let map = pango_cairo_font_map_new() else { throw .failed(status: -1) }
        defer { g_object_unref(UnsafeMutableRawPointer(map)) }
        guard let context = pango_font_map_create_context(map) else { throw .failed(status: -1) }
        defer { g_object_unref(UnsafeMutableRawPointer(context)) }
        pango_context_set_language(context, pango_language_from_string(document.language))
        pango_cairo_update_context(cr, context)
        let composer = Composer(document, cr, context, pages: pages)
        try composer.compose()
        cairo_show_page(cr)
        cairo_surface_finish(surface)
        let status = Int(max(cairo_status(cr), cairo_surface_status(surface)))
        guard status == 0 else { throw .failed(status: status) }
        return withExtendedLifetime(sink) { (composer.page, sink.bytes) }
    }

    /// Where cairo writes.
    private final class Sink { var bytes: [UInt8] = [] }

    private init(_ document: PressDocument, _ cr: OpaquePointer, _ context: OpaquePointer, pages: Int) {
        (self.document, self.cr, self.context, self.pages) = (document, cr, context, pages)
    }

    private func compose() throws(PressFault) {
        frame()
        for block in document.blocks {
            put(block)
            if isTooLong { throw .tooLong }
        }
    }

    func setting(_ text: String, _ face: Face, width: Double) -> Setting? {
        Setting(text, face, width: width, in: context)
    }

    /// Then nothing more is set: the paper is refused.
    var isTooLong: Bool { page > Paper.mostPages }

    // MARK: Pages

    func newPage() {
        cairo_show_page(cr)
        page += 1
        y = Paper.top
        frame()
    }

    /// Whether anything stands on the page yet.
    var isFresh: Bool { y <= Paper.top + 0.5 }

    /// Goes on a new page where less than this is left.
    func reserve(_ height: Double) {
        if !isFresh, y + height > Paper.bottom { newPage() }
    }

    /// The head and the foot of a page.
    private func frame() {
        let half = Paper.column / 2 - 10
        let end = Face(size: Face.small.size, gray: Face.small.gray, alignment: .end)
        let middle = Face(size: Face.small.size, gray: Face.small.gray, alignment: .middle)
        line(document.title, Face.small, x: Paper.margin, y: 46, width: half)
        line(document.running, end, x: Paper.margin + Paper.column - half, y: 46, width: half)
        rule(from: Paper.margin, to: Paper.margin + Paper.column, y: 62, gray: 0.6)
        line(
            document.footer(page, pages), middle, x: Paper.margin, y: Paper.height - 46, width: Paper.column)
    }

    /// The first line of a text; what does not fit is left away.
    private func line(_ text: String, _ face: Face, x: Double, y: Double, width: Double) {
        guard let set = setting(text, face, width: width), let first = set.lines.first else { return }
        set.draw(first, x: x, y: y, in: width, on: cr)
    }

    func rule(from left: Double, to right: Double, y: Double, gray: Double) {
        cairo_set_source_rgb(cr, gray, gray, gray)
        cairo_set_line_width(cr, 0.6)
        cairo_move_to(cr, left, y)
        cairo_line_to(cr, right, y)
        cairo_stroke(cr)
    }

    func box(x: Double, y: Double, width: Double, height: Double, fill: Double? = nil) {
        if let fill {
            cairo_set_source_rgb(cr, fill, fill, fill)
            cairo_rectangle(cr, x, y, width, height)
            cairo_fill(cr)
        }
        cairo_set_source_rgb(cr, 0.6, 0.6, 0.6)
        cairo_set_line_width(cr, 0.6)
        cairo_rectangle(cr, x, y, width, height)
        cairo_stroke(cr)
    }
}
