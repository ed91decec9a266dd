import CPango
import CQRCode
import Foundation

extension Composer {
    /// A code with four modules of quiet around it, and its caption at its side. What no code can hold is
    /// written out.
    func code(_ text: String, _ caption: String) {
        let side = 92.0
        reserve(side + 8)
        let top = y
        let drawn = draw(text, side: side)
        let x = Paper.margin + (drawn ? side + 10 : 0)
        let width = Paper.margin + Paper.column - x
        if let set = setting(caption + "\n" + text, .label, width: width) {
            // Beside the code as far as it goes; nobody reads more of an address.
            var lines = set.lines.prefix { $0.bottom <= side }[...]
            if !drawn { lines = set.lines[...] }
            let free = drawn ? max(0, side - (lines.last?.bottom ?? 0)) / 2 : 0
            for line in lines { set.draw(line, x: x, y: top + free + line.top, in: width, on: cr) }
            y = top + (drawn ? side : lines.last?.bottom ?? 0)
        } else {
            y = top + side
        }
        y += 10
    }

    private func draw(_ text: String, side: Double) -> Bool {
        guard text.utf8.count <= 2000, !text.utf8.contains(0),
            let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1)
        else { return false }
        defer { QRcode_free(code) }
        guard let data = code.pointee.data else { return false }
        let width = Int(code.pointee.width)
        let module = side / Double(width + 8)
        cairo_set_source_rgb(cr, 0, 0, 0)
        for row in 0..<width {
            var column = 0
            while column < width {
                let start = column
                while column < width, data[row * width + column] & 1 == 1 { column += 1 }
                if column == start {
                    column += 1
                    continue
                }
                cairo_rectangle(
                    cr, Paper.margin + Double(start + 4) * module, y + Double(row + 4) * module,
                    Double(column - start) * module, module)
            }
        }
        cairo_fill(cr)
        return true
    }

    /// Three in a row, each with its caption; the bytes of the camera go into the file as they are.
    func put(_ pictures: [PressDocument.Picture]) {
        let gap = 10.0
        let width = (Paper.column - 2 * gap) / 3
        for start in stride(from: 0, to: pictures.count, by: 3) {
            let part = pictures[start..<min(start + 3, pictures.count)]
            reserve(width + 40)
            var height = 0.0
            for (index, picture) in part.enumerated() {
                let x = Paper.margin + Double(index) * (width + gap)
                let drawn = draw(picture, x: x, width: width)
                height = max(height, drawn + caption(picture.caption, x: x, y: y + drawn + 3, width: width))
            }
            y += height + 10
        }
    }

    private func caption(_ text: String, x: Double, y: Double, width: Double) -> Double {
        guard let set = setting(text, .small, width: width) else { return 0 }
        for line in set.lines.prefix(2) { set.draw(line, x: x, y: y + line.top, in: width, on: cr) }
        return set.lines.prefix(2).last.map { $0.bottom + 3 } ?? 0
    }

    /// - Returns: How high it stands, in points.
    private func draw(_ picture: PressDocument.Picture, x: Double, width: Double) -> Double {
        guard (1...4000).contains(picture.width), (1...4000).contains(picture.height), !picture.jpeg.isEmpty,
            let surface = cairo_image_surface_create(1, Int32(picture.width), Int32(picture.height)),
            let copy = malloc(picture.jpeg.count)
        else { return 0 }
        defer { cairo_surface_destroy(surface) }
        picture.jpeg.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress { memcpy(copy, start, bytes.count) }
        }
        let status = cairo_surface_set_mime_data(
            surface, "image/jpeg", copy, UInt(picture.jpeg.count), { free($0) }, copy)
        if status != 0 {
            free(copy)
            return 0
        }
        let scale = min(width / Double(picture.width), width / Double(picture.height))
        cairo_save(cr)
        cairo_translate(cr, x, y)
        cairo_scale(cr, scale, scale)
        cairo_set_source_surface(cr, surface, 0, 0)
        cairo_paint(cr)
        cairo_restore(cr)
        return Double(picture.height) * scale
    }
}
