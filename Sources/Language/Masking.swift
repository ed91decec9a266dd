/// Finds the private data in what people wrote and makes the copy of it that everybody may read: telephone,
/// identity, passport, bank card and plate numbers, addresses down to the door, names of people, e-mail and
/// chat accounts become unreadable.
///
/// Better to hide a harmless number than to show a private one, but dates, amounts, roads, the numbers of
/// matters and public lines (12345, 110, 96xxx, 400, 800) stay, or the text would tell nothing. So do a
/// family name with its title (张先生, 老王), which tells no more than what is left of a masked name, and whoever
/// holds a public office, and the landline of an office. A masked text masked again stays as it is.
public enum Masking {
    /// What sort of private data something is.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case phone, identity, passport, bankCard, plate, address, name, account
    }

    /// One piece of private data in a text.
    public struct Finding: Hashable, Sendable {
        public let kind: Kind
        /// Where the part stands that the public copy replaces.
        public let range: Range<String.Index>
    }

    /// Who wrote a text. The landlines that a unit gives in its answers are its own, unless it says that they
    /// are somebody's; those of residents are theirs, unless they say that they are an office's.
    public enum Author: Hashable, Sendable { case resident, unit }

    /// The text without private data. Time grows with its length only.
    public static func publicCopy(of text: String) -> String { publicCopy(of: text, by: .resident) }

    /// The text without private data, by who wrote it.
    public static func publicCopy(of text: String, by author: Author) -> String {
        let page = MaskingPage(text, by: author)
        var result = String.UnicodeScalarView()
        var from = 0
        page.visit { edit in
            // One by one: appending a collection would count all that is there already.
            for scalar in page.scalars[from..<edit.range.lowerBound] { result.append(scalar) }
            for scalar in edit.replacement.unicodeScalars { result.append(scalar) }
            from = edit.range.upperBound
        }
        if from == 0 { return text }
        for scalar in page.scalars[from...] { result.append(scalar) }
        return String(result)
    }

    /// The public copy of a heading that may have been cut from the front of its text: a number that the cut
    /// went through is hidden as the whole of it would be.
    public static func publicCopy(ofHeading heading: String, of text: String) -> String {
        let stem = heading.hasSuffix("…") ? heading.dropLast() : heading[...]
        let (cut, whole) = (stem.unicodeScalars.count, text.unicodeScalars)
        guard whole.starts(with: stem.unicodeScalars), cut < whole.count else {
            return publicCopy(of: heading)
        }
        let page = MaskingPage(String(String.UnicodeScalarView(whole.prefix(cut + 64))), by: .resident)
        var (result, from) = (String.UnicodeScalarView(), 0)
        page.visit { edit in
            guard edit.range.lowerBound < cut else { return }
            for scalar in page.scalars[from..<edit.range.lowerBound] { result.append(scalar) }
            for scalar in edit.replacement.unicodeScalars { result.append(scalar) }
            from = edit.range.upperBound
        }
        if from < cut { for scalar in page.scalars[from..<cut] { result.append(scalar) } }
        return String(result) + (heading.hasSuffix("…") ? "…" : "")
    }

    /// The private data of a text, in its order. Time grows with the length of the text only.
    public static func findings(in text: String, by author: Author = .resident) -> [Finding] {
        let scalars = text.unicodeScalars
        var (findings, index, place) = ([Finding](), scalars.startIndex, 0)
        MaskingPage(text, by: author).visit { edit in
            let start = scalars.index(index, offsetBy: edit.range.lowerBound - place)
            index = scalars.index(start, offsetBy: edit.range.count)
            place = edit.range.upperBound
            findings.append(Finding(kind: edit.kind, range: start..<index))
        }
        return findings
    }
}

/// What replaces a part of the text. It may begin later than where the rule was asked.
struct MaskingEdit {
    let kind: Masking.Kind
    let range: Range<Int>
    let replacement: String

    init(_ kind: Masking.Kind, _ range: Range<Int>, _ replacement: String) {
        (self.kind, self.range, self.replacement) = (kind, range, replacement)
    }
}

extension MaskingPage {
    /// Calls `take` with each edit, in order; they do not overlap.
    func visit(_ take: (MaskingEdit) -> Void) {
        var (index, phoneEnd) = (0, -1)
        while index < count {
            guard let edit = edit(at: index, phoneEnd: phoneEnd) else {
                index += 1
                continue
            }
            take(edit)
            index = edit.range.upperBound
            if edit.kind == .phone { phoneEnd = index }
        }
    }

    /// The first rule that has something to hide here.
    ///
    /// - Parameter phoneEnd: Where the last telephone number ended: another one may follow it without a
    ///   label.
    private func edit(at index: Int, phoneEnd: Int) -> MaskingEdit? {
        let isHan = sorts[index] == .han
        if isHan, let edit = name(at: index) ?? home(at: index) { return edit }
        if sorts[index] == .latin, let edit = latinLabel(at: index) { return edit }
        guard isDigit(index) || sorts[index] == .latin || isHan || plain[index] == "#" else { return nil }
        return account(at: index) ?? plate(at: index) ?? room(at: index)
            ?? number(at: index, follows: index - phoneEnd < 4) ?? passport(at: index)
    }
}
