import CPango

/// A text broken into lines of one width, ready to be drawn line by line.
///
/// Lives while one paper is set, on the press's thread.
final class Setting {
    struct Line {
        fileprivate let line: OpaquePointer
        /// From the top of the text, in points.
        let top: Double
        let baseline: Double
        let bottom: Double
        var height: Double { bottom - top }
    }

    let face: Face
    private(set) var lines: [Line] = []
    /// The width that its longest line takes, in points.
    private(set) var natural = 0.0
    private let layout: OpaquePointer

    static let scale = 1024.0

    init?(_ text: String, _ face: Face, width: Double, in context: OpaquePointer) {
        guard let layout = pango_layout_new(context) else { return nil }
        self.layout = layout
        self.face = face
        let font = pango_font_description_new()
        pango_font_description_set_family(font, "Noto Sans CJK SC,Source Han Sans SC,sans-serif")
        pango_font_description_set_absolute_size(font, face.size * Self.scale)
        if face.bold { pango_font_description_set_weight(font, 700) }
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        pango_layout_set_width(layout, Int32(max(1, width) * Self.scale))
        // Between words, and where a word is wider than the line, within it.
        pango_layout_set_wrap(layout, 2)
        pango_layout_set_spacing(layout, Int32(face.size * 0.28 * Self.scale))
        let clean = Self.clean(text)
        pango_layout_set_text(layout, clean, Int32(clamping: clean.utf8.count))
        read()
    }

    deinit {
        for line in lines { pango_layout_line_unref(line.line) }
        g_object_unref(UnsafeMutableRawPointer(layout))
    }

    /// Pango would stop at a NUL, and cairo refuses what is no character at all.
    private static func clean(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter(isSet)))
    }

    private static func isSet(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\n" || scalar == "\t" { return true }
        return scalar.value >= 32 && scalar.value != 127 && !scalar.properties.isNoncharacterCodePoint
    }

    private func read() {
        var (width, height): (Int32, Int32) = (0, 0)
        pango_layout_get_size(layout, &width, &height)
        natural = Double(width) / Self.scale
        guard let iterator = pango_layout_get_iter(layout) else { return }
        defer { pango_layout_iter_free(iterator) }
        repeat {
            var (top, bottom): (Int32, Int32) = (0, 0)
            pango_layout_iter_get_line_yrange(iterator, &top, &bottom)
            guard let line = pango_layout_iter_get_line_readonly(iterator) else { continue }
            lines.append(
                Line(
                    line: pango_layout_line_ref(line), top: Double(top) / Self.scale,
                    baseline: Double(pango_layout_iter_get_baseline(iterator)) / Self.scale,
                    bottom: Double(bottom) / Self.scale))
        } while pango_layout_iter_next_line(iterator) != 0
    }

    var height: Double { lines.last.map(\.bottom) ?? 0 }

    /// Draws a line with its left edge at `x` and its top at `y`.
    func draw(_ line: Line, x: Double, y: Double, in width: Double, on cr: OpaquePointer) {
        cairo_set_source_rgb(cr, face.gray, face.gray, face.gray)
        var start = x
        if face.alignment != .start {
            var extents = PangoRectangle()
            pango_layout_line_get_extents(line.line, nil, &extents)
            let free = max(0, width - Double(extents.width) / Self.scale)
            start += face.alignment == .middle ? free / 2 : free
        }
        cairo_move_to(cr, start, y + line.baseline - line.top)
        pango_cairo_show_layout_line(cr, line.line)
    }
}
