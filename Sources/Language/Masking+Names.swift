extension MaskingPage {
    /// The name of a person, told by what stands before it (`我叫`, `联系人：`, `业主`), behind it (`先生`), or by
    /// the telephone number that follows: of it the family name stays, `张**`.
    func name(at index: Int) -> MaskingEdit? {
        if let start = MaskingPage.verbs.end(in: plain, at: index) {
            let from = skipFillers(start)
            if isQuoted(start..<from) { return nil }
            let isFirm = from > start || at(start - 1) != "名"
            let label: NameLabel =
                isFirm ? (at(index) == "姓" || at(index) == "真" ? .labelled : .firm) : .loose
            if let edit = personalName(at: from, label) ?? latinName(at: from) { return edit }
        } else if let start = MaskingPage.nouns.end(in: plain, at: index) {
            let from = skipFillers(start)
            // A noun announces a name with its colon; without, the name must end where it can.
            if !isQuoted(start..<from),
                let edit = personalName(at: from, from > start || at(start - 1) == "叫" ? .labelled : .noun)
                    ?? (from > start ? latinName(at: from) : nil)
            {
                return edit
            }
        } else if let start = MaskingPage.pronouns.end(in: plain, at: index),
            let edit = personalName(at: skipFillers(start), .loose)
        {
            return edit
        }
        return titledName(at: index) ?? calledName(at: index)
    }

    /// `My name is`, `Contact:`.
    func latinLabel(at index: Int) -> MaskingEdit? {
        guard !isLatin(index - 1), let start = MaskingPage.latinLabels.end(in: plain, at: index) else {
            return nil
        }
        let from = skipFillers(start)
        return latinName(at: from) ?? personalName(at: from, .labelled)
    }

    /// How certain it is that a name follows.
    enum NameLabel { case firm, labelled, noun, loose }

    /// What stands in quotation marks is a shop.
    private func isQuoted(_ range: Range<Int>) -> Bool {
        plain[range].contains("\u{201C}") || plain[range].contains("「")
    }

    /// How many characters the family name at `index` has; 0 where none stands.
    private func family(at index: Int) -> Int {
        guard index < count, isHan(index) else { return 0 }
        if MaskingPage.doubleSurnames.end(in: plain, at: index) != nil { return 2 }
        return MaskingPage.surnames.contains(plain[index]) ? 1 : 0
    }

    private func personalName(at start: Int, _ label: NameLabel) -> MaskingEdit? {
        if label == .firm || label == .labelled, let edit = spacedName(at: start) { return edit }
        guard isHan(start), isHan(start + 1), MaskingPage.commonWords.end(in: plain, at: start) == nil else {
            return nil
        }
        if let end = dottedName(at: start) { return hidden(start, 1, end) }
        let family = family(at: start)
        if family == 0 { return label == .firm ? foreignName(at: start) : nil }
        // People are also called by family name and title, which tells no more than the family name.
        if MaskingPage.titles.end(in: plain, at: start + family) != nil { return nil }
        guard !MaskingPage.notGiven.contains(at(start + family)) else { return nil }
        let isWeak =
            family == 1 && (label == .loose || label == .noun)
            && MaskingPage.weakSurnames.contains(at(start))
        for length in [2, 1] {
            let end = start + family + length
            guard (start..<end).allSatisfy(isHan), !isPlace(at: end),
                !MaskingPage.notEnds.contains(at(end - 1))
            else { continue }
            if isHan(end), isWeak || length == 2 && MaskingPage.afterNames.contains(at(end - 1)) { continue }
            if isClosed(end, label, isShort: length == 1) { return hidden(start, family, end) }
        }
        guard label == .firm || label == .labelled, isHan(start + family) else { return nil }
        let isLong = isHan(start + family + 1) && !MaskingPage.afterNames.contains(at(start + family + 1))
        let end = start + family + (isLong ? 2 : 1)
        return isPlace(at: end) ? nil : hidden(start, family, end)
    }

    /// `王 小明`, `王 小 明`, as forms print it: spaces between the characters, and nothing written on.
    private func spacedName(at start: Int) -> MaskingEdit? {
        let family = family(at: start)
        guard family > 0 else { return nil }
        var (end, given, spaces) = (start + family, 0, 0)
        while given < 2 {
            if at(end) == " ", isHan(end + 1), spaces <= given {
                spaces += 1
            } else if isHan(end) {
                given += 1
            } else {
                break
            }
            end += 1
        }
        return spaces > 0 && given > 0 && !isHan(end) ? hidden(start, family, end) : nil
    }

    private func hidden(_ start: Int, _ family: Int, _ end: Int) -> MaskingEdit {
        let shown = String(String.UnicodeScalarView(scalars[start..<start + family]))
        return MaskingEdit(.name, start..<end, shown + "**")
    }

    /// Whether a name can end here: nothing written on, or a word that follows names.
    private func isClosed(_ end: Int, _ label: NameLabel, isShort: Bool) -> Bool {
        if !isHan(end) || MaskingPage.afterWords.end(in: plain, at: end) != nil { return true }
        if at(end) == "的" { return label != .loose || !isShort }
        return MaskingPage.afterNames.contains(at(end))
    }

    private func isPlace(at end: Int) -> Bool { MaskingPage.placeWords.end(in: plain, at: end) != nil }

    /// Names with a dot between their parts: `买买提·艾力`.
    private func dottedName(at start: Int) -> Int? {
        var (place, part, dots) = (start, 0, 0)
        while place - start < 24 {
            if isHan(place), part < 8 {
                part += 1
            } else if MaskingPage.nameDots.contains(at(place)), part >= 2, isHan(place + 1) {
                (part, dots) = (0, dots + 1)
            } else {
                break
            }
            place += 1
        }
        guard dots > 0, part >= 1 else { return nil }
        // The last part ends like any name: at what is no Han, or after at most four.
        var end = place - part
        while end < place, end - (place - part) < 4 || isHan(place),
            !MaskingPage.afterNames.contains(at(end)) || end == place - part,
            MaskingPage.afterWords.end(in: plain, at: end) == nil || end == place - part
        {
            end += 1
        }
        return end
    }

    private static let nameDots = MaskingLetters("·•・‧∙．")

    /// A name without a Han family name, after words that a name follows for certain: `我叫买买提，`.
    private func foreignName(at start: Int) -> MaskingEdit? {
        guard !MaskingPage.notGiven.contains(at(start)) else { return nil }
        var end = start
        while isHan(end), end - start < 6 {
            if end > start + 1,
                MaskingPage.afterNames.contains(at(end))
                    || MaskingPage.afterWords.end(in: plain, at: end) != nil
            {
                break
            }
            end += 1
        }
        guard end - start >= 2, !isHan(end) || end - start < 6 else { return nil }
        return hidden(start, 1, end)
    }

    /// A whole name before its title: `张伟先生`, `欧阳小芳女士`.
    private func titledName(at start: Int) -> MaskingEdit? {
        if !isHan(start - 1), let edit = titledDottedName(at: start) { return edit }
        let family = family(at: start)
        guard family > 0, MaskingPage.commonWords.end(in: plain, at: start) == nil else { return nil }
        let isBoundary = !isHan(start - 1) || MaskingPage.connectors.contains(at(start - 1))
        let isWeak = family == 1 && MaskingPage.weakSurnames.contains(at(start))
        for length in [2, 1] {
            let end = start + family + length
            let isTitled =
                MaskingPage.civilTitles.end(in: plain, at: end) != nil && (isBoundary || !isWeak)
                || isBoundary && !isWeak && MaskingPage.looseTitles.end(in: plain, at: end) != nil
            guard isTitled,
                (start + family..<end).allSatisfy({ isHan($0) && !MaskingPage.notGiven.contains(at($0)) }),
                at(end - 1) != "副", !MaskingPage.notEnds.contains(at(end - 1)),
                MaskingPage.noPersons.end(in: plain, at: start) == nil,
                MaskingPage.noPersons.end(in: plain, at: end - 2) == nil
            else { continue }
            // `业主王先生`: the family name stands right before the title, and the rest is another word.
            if !isBoundary, isFamilyOnly(end - 1) { continue }
            return hidden(start, family, end)
        }
        return nil
    }

    /// Whether a character is a family name and seldom the end of a given one.
    private func isFamilyOnly(_ index: Int) -> Bool {
        MaskingPage.surnames.contains(at(index)) && !MaskingPage.givenEnds.contains(at(index))
    }

    /// `买买提·艾力先生`.
    private func titledDottedName(at start: Int) -> MaskingEdit? {
        var dot = start
        while isHan(dot), dot - start < 8 { dot += 1 }
        guard dot - start >= 2, MaskingPage.nameDots.contains(at(dot)) else { return nil }
        var end = dot + 1
        while isHan(end), end - dot < 9 {
            if end - dot > 1, MaskingPage.civilTitles.end(in: plain, at: end) != nil {
                return hidden(start, 1, end)
            }
            end += 1
        }
        return nil
    }

    /// A name with its telephone or identity number behind it: `找王小明 13700001111`. Within a sentence it
    /// begins with what is seldom another word.
    private func calledName(at start: Int) -> MaskingEdit? {
        let family = family(at: start)
        guard family > 0, !isLatin(start - 1), MaskingPage.commonWords.end(in: plain, at: start) == nil,
            !isHan(start - 1) || family == 2 || !MaskingPage.weakSurnames.contains(at(start))
        else { return nil }
        for length in [2, 1] {
            let end = start + family + length
            guard (start + family..<end).allSatisfy({ isHan($0) && !MaskingPage.notGiven.contains(at($0)) }),
                !MaskingPage.notEnds.contains(at(end - 1))
            else { continue }
            var place = gapEnd(end)
            if let label = MaskingPage.numberWords.end(in: plain, at: place) { place = gapEnd(label) }
            guard place > end, isDigit(place), let edit = number(at: place, follows: true) else { continue }
            // `建建[2013]282号` is the number of a paper.
            let isLong = edit.range.reduce(0) { $0 + (isDigit($1) ? 1 : 0) } >= 10
            if isLong, edit.kind == .phone || edit.kind == .identity { return hidden(start, family, end) }
        }
        return nil
    }

    private func gapEnd(_ start: Int) -> Int {
        var end = start
        while end - start < 3, end < count, !isHan(end), !isLatin(end), !isDigit(end) { end += 1 }
        return end
    }

    /// One to three capitalised words: of each the initial stays.
    private func latinName(at start: Int) -> MaskingEdit? {
        var (place, words, text, end) = (start, 0, "", start)
        // One letter is a place of a form or of an anonymous text: `A市`.
        while words < 3, isLatin(place), isLatin(place + 1), plain[place] != Letters.narrow(scalars[place]) {
            text += (words > 0 ? " " : "") + String(Character(Letters.narrow(scalars[place]))) + "**"
            while isLatin(place) || (place < count && plain[place] == "'") { place += 1 }
            (words, end) = (words + 1, place)
            if place < count, plain[place] == " " { place += 1 }
        }
        return words > 0 ? MaskingEdit(.name, start..<end, text) : nil
    }
}
