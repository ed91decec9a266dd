/// How a city sends its messages: when it keeps quiet, how long it gathers them, what their letters are
/// called. It is data of the city.
public struct NoticeRules: Hashable, Sendable {
    /// Milliseconds for which messages to one reader are gathered, so that they leave as one; 0 for not at
    /// all.
    public let window: Int64
    /// When nobody is woken; nil where messages leave day and night.
    public let quiet: Quiet?
    /// Templates that wait for nothing: codes, emergencies.
    public let urgent: Set<String>
    /// Templates that go out although their reader wants no more of the matter: the question whether it is
    /// solved.
    public let needed: Set<String>
    /// What a letter is called, by its template. `usual` for every other template of a matter, `general`
    /// without one, `digest` for several messages in one. Blanks: `{city}`, `{number}`, `{count}`.
    public let subjects: [String: LocalText]
    /// The first line of several messages in one. Blank: `{count}`.
    public let digest: LocalText
    /// The last line of a letter, with the link that ends them. Blanks: `{number}`, `{link}`.
    public let stop: LocalText

    /// A part of each day by the city's clock, which may run over midnight.
    public struct Quiet: Hashable, Sendable {
        /// Minutes since midnight, 0…1439; the first is quiet, the second is not any more.
        public let from: Int
        public let to: Int

        public init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }

        /// Whether a minute of the day, 0…1439, is quiet.
        public func holds(_ minute: Int) -> Bool {
            from <= to ? (from..<to).contains(minute) : minute >= from || minute < to
        }
    }

    public init(
        window: Int64, quiet: Quiet?, urgent: Set<String>, needed: Set<String>,
        subjects: [String: LocalText] = [:], digest: LocalText = usual.digest,
        stop: LocalText = usual.stop
    ) {
        self.window = window
        self.quiet = quiet
        self.urgent = urgent
        self.needed = needed
        self.subjects = NoticeRules.plainSubjects.merging(subjects) { $1 }
        self.digest = digest
        self.stop = stop
    }

    /// When a message that was written at a moment may leave: after its window, and not while it is quiet.
    ///
    /// - Parameter now: Nothing leaves before.
    public func leaving(
        _ template: String, written: Moment, now: Moment, calendar: WorkingCalendar
    ) -> Moment {
        if urgent.contains(template) { return now }
        let gathered = max(written + max(0, window), now)
        guard let quiet, quiet.from != quiet.to else { return gathered }
        let wall = calendar.wall(gathered)
        guard quiet.holds(wall.minute) else { return gathered }
        let end = calendar.start(of: wall.date) + Int64(quiet.to) * 60_000
        return end > gathered
            ? end : calendar.start(of: wall.date.adding(days: 1)) + Int64(quiet.to) * 60_000
    }

    /// The name of a letter.
    public func subject(of template: String, ofMatter: Bool) -> LocalText {
        subjects[template] ?? subjects[ofMatter ? "usual" : "general"]
            ?? LocalText(zh: "{city}", en: "{city}")
    }

    private static let plainSubjects = [
        "usual": LocalText(zh: "{city}：您的事项 {number}", en: "{city}: your matter {number}"),
        "general": LocalText(zh: "{city}", en: "{city}"),
        "digest": LocalText(zh: "{city}：{count} 条消息", en: "{city}: {count} messages"),
    ]

    /// For a city that says nothing about it: everything leaves at once, day and night.
    public static let usual = NoticeRules(
        window: 0, quiet: nil, urgent: ["code"], needed: ["code"],
        digest: LocalText(zh: "给您的 {count} 条消息：", en: "{count} messages for you:"),
        stop: LocalText(
            zh: "不想再收 {number} 的消息：{link}", en: "No more messages about {number}: {link}"))
}
