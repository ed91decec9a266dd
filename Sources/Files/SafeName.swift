/// Names that files were sent under, made fit to be shown and to be offered for saving. They never become
/// paths.
enum SafeName {
    static let limit = 120

    /// The name without folders, controls, marks of direction and what systems forbid, at most 120
    /// characters with its ending kept.
    static func of(_ raw: String, kind: String? = nil) -> String {
        let last = raw.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        var name = String(String.UnicodeScalarView(last.unicodeScalars.filter(isFit)))
        name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        while let first = name.first, first == "." || first == " " || first == "-" { name.removeFirst() }
        while let end = name.last, end == "." || end == " " { name.removeLast() }
        name = shortened(name)
        if name.isEmpty { return "file" }
        return isReserved(name) ? "file-" + name : name
    }

    private static func isFit(_ scalar: Unicode.Scalar) -> Bool {
        if "<>:\"|?*;`".unicodeScalars.contains(scalar) { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            // Joiners hold emoji and Indic letters together; nothing is turned round by them.
            return scalar.value == 0x200D || scalar.value == 0x200C
        default: return true
        }
    }

    /// Cut in the middle: what comes last says what it is.
    private static func shortened(_ name: String) -> String {
        guard name.count > limit || name.utf8.count > limit * 4 else { return name }
        let ending = name.lastIndex(of: ".").map { name[$0...] } ?? ""
        let kept = ending.count <= 12 ? ending : ""
        var start = name.prefix(limit - kept.count)
        while start.utf8.count + kept.utf8.count > limit * 4, !start.isEmpty { start.removeLast() }
        return String(start) + kept
    }

    /// Names that mean devices on some systems.
    private static func isReserved(_ name: String) -> Bool {
        let stem = name.prefix { $0 != "." }.uppercased()
        if ["CON", "PRN", "AUX", "NUL"].contains(stem) { return true }
        return stem.count == 4 && (stem.hasPrefix("COM") || stem.hasPrefix("LPT"))
            && stem.last.map { ("0"..."9").contains($0) } == true
    }
}
