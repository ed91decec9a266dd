import Core
import Testing
import Web

@Suite("The words")
struct WebWordsTests {
    private let book = WordBook([.web])
    private let hour: Int64 = 3_600_000
    private func file(_ zh: String, _ en: String, owner: String = "X") -> WordFiles {
        WordFiles(owner: owner, zh: Array(zh.utf8), en: Array(en.utf8))
    }

    @Test("of the web are complete in both languages")
    func complete() {
        #expect(book.complaints == [])
        #expect(book.keys.count > 50)
    }

    @Test(
        "complain about every slip in their files",
        arguments: [
            ("a: x", "b: y", "a: no English"), ("a: x", "b: y", "b: no Chinese"),
            ("a: {n}", "a: {m}", "a: the places in braces differ between the languages"),
            ("a: x\na: y", "a: x", "X/Language/zh.words:2: a stands twice"),
            ("no colon", "", "X/Language/zh.words:1: no colon after the key"),
            ("a b: x", "", "X/Language/zh.words:1: a key is one word with dots"),
        ])
    func slips(zh: String, en: String, complaint: String) {
        #expect(WordBook([file(zh, en)]).complaints.contains(complaint))
    }

    @Test("may not be the same key in two slices, nor be in another encoding")
    func clashes() {
        let twice = WordBook([file("a: x", "a: x"), file("a: y", "a: y", owner: "Y")])
        #expect(
            twice.complaints == [
                "Y: a stands in another slice's file too", "Y: a stands in another slice's file too",
            ])
        let bytes = WordFiles(owner: "X", zh: [0x61, 0x3A, 0xD6, 0xD0], en: [])
        #expect(WordBook([bytes]).complaints == ["X/Language/zh.words: not UTF-8"])
    }

    @Test("show what is missing instead of hiding it")
    func missing() {
        let words = WordBook([file("a: 您好，{name}", "a: Hello {name}")]).words(.zh)
        #expect(words("a", ["name": "王"]) == "您好，王")
        #expect(words("a") == "您好，⟦a{name}⟧")
        #expect(words("b") == "⟦b⟧")
    }

    @Test("keep blanks inside quotes, and quotes that do not surround the whole")
    func quotes() {
        let words = WordBook([file("a: \" x \"\nb: \"x\" y \"z\"\nc:  x ", "")]).words(.zh)
        #expect(words("a") == " x ")
        #expect(words("b") == "\"x\" y \"z\"")
        #expect(words("c") == "x")
    }

    @Test("never read a value for places of their own")
    func values() {
        let words = WordBook([file("a: {x}{y}", "a: {x}{y}")]).words(.en)
        #expect(words("a", ["x": "{y}", "y": "{x}"]) == "{y}{x}")
    }

    @Test("count as each language does")
    func plural() {
        let book = WordBook([file("m.other: {count}件", "m.one: {count} matter\nm.other: {count} matters")])
        #expect(book.complaints == [])
        #expect(
            [0, 1, 2, 1234].map { book.words(.en).plural("m", $0) } == [
                "0 matters", "1 matter", "2 matters", "1,234 matters",
            ])
        #expect([1, 2].map { book.words(.zh).plural("m", $0) } == ["1件", "2件"])
    }

    @Test(
        "group digits",
        arguments: [
            (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"),
            (Int64.min, "-9,223,372,036,854,775,808"),
        ])
    func numbers(number: Int64, expected: String) {
        #expect(book.words(.zh).number(number) == expected)
    }

    @Test("say days and times as people do, in the city's zone")
    func dates() {
        let zh = book.words(.zh)
        let en = book.words(.en)
        // 2026-11-22 01:30 UTC is 09:30 in the city.
        let moment = Moment(milliseconds: 1_795_311_000_000)
        #expect(moment.iso == "2026-11-22T09:30:00+08:00")
        #expect(zh.dateTime(moment) == "2026年11月22日 09:30")
        #expect(en.dateTime(moment) == "22 Nov 2026, 09:30")
        #expect(zh.near(moment, now: moment + hour) == "今天 09:30")
        #expect(zh.near(moment, now: moment + 15 * hour) == "昨天 09:30")
        #expect(en.near(moment, now: moment + -10 * hour) == "tomorrow 09:30")
        #expect(en.near(moment, now: moment + 8 * 24 * hour) == "22 Nov, 09:30")
        #expect(zh.near(moment, now: moment + -8 * 24 * hour) == "11月22日 09:30")
        #expect(zh.near(moment, now: moment + 90 * 24 * hour) == "2026年11月22日 09:30")
        #expect(Moment(milliseconds: -1).iso == "1970-01-01T07:59:59+08:00")
        #expect(Moment(milliseconds: 1_709_136_000_000).iso == "2024-02-29T00:00:00+08:00")
    }

    @Test("name the days of this week, and of the weeks beside it so that nobody takes them for this one")
    func weekdays() {
        let zh = book.words(.zh)
        let en = book.words(.en)
        // A Sunday, the last day of its week.
        let sunday = Moment(milliseconds: 1_795_311_000_000)
        let day = 24 * hour
        #expect(zh.near(sunday + -3 * day, now: sunday) == "本周四 09:30")
        #expect(en.near(sunday + -6 * day, now: sunday) == "Monday 09:30")
        #expect(zh.near(sunday + 2 * day, now: sunday) == "下周二 09:30")
        #expect(en.near(sunday + 2 * day, now: sunday) == "Tuesday, 24 Nov, 09:30")
        #expect(zh.near(sunday, now: sunday + 2 * day) == "上周日 09:30")
        #expect(en.near(sunday, now: sunday + 2 * day) == "Sunday, 22 Nov, 09:30")
        #expect(zh.near(sunday + -7 * day, now: sunday) == "11月15日 09:30")
    }

    @Test("say spans in their two largest units")
    func spans() {
        let zh = book.words(.zh)
        let en = book.words(.en)
        let minute: Int64 = 60_000
        #expect(zh.span(51 * hour) == "2天3小时")
        #expect(en.span(51 * hour) == "2 days 3 hours")
        #expect(en.span(25 * hour) == "1 day 1 hour")
        #expect(en.span(24 * hour + minute) == "1 day")
        #expect(en.span(20 * 24 * hour + 5 * hour) == "20 days")
        #expect(zh.span(59_999) == "0分钟")
        #expect(zh.relative(WebSite.now + -2 * hour, now: WebSite.now) == "2小时前")
        #expect(en.relative(WebSite.now + 49 * hour, now: WebSite.now) == "in 2 days")
        #expect(en.relative(WebSite.now + -60_000, now: WebSite.now) == "1 minute ago")
        #expect(zh.relative(WebSite.now + -40 * 24 * hour, now: WebSite.now) == "40天前")
        #expect(en.relative(WebSite.now + -100 * 24 * hour, now: WebSite.now) == "3 months ago")
        #expect(zh.relative(WebSite.now + -800 * 24 * hour, now: WebSite.now) == "2年前")
        #expect(zh.relative(WebSite.now + 30_000, now: WebSite.now) == "刚刚")
        #expect(en.relative(Moment(milliseconds: .max), now: Moment(milliseconds: .min)).hasPrefix("in "))
    }
}
