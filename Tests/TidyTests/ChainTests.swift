import Testing

@Suite("One word leads everywhere: a slice")
struct ChainTests {
    /// Where a slice's word is not the title of its article or the name of its tables, and why.
    static let articles = ["Directory": "accounts.md", "Matters": "api.md"]
    static let schemas = ["Attachments": "Sources/Files/FilesSchema.swift"]
    /// Slices that keep nothing.
    static let tableless: Set<String> = ["Developers", "Duties"]

    @Test("is found by its name in every place")
    func walksTheChain() {
        #expect(House.slices.count >= 2)
        expectNone(House.slices.flatMap { Self.broken($0, in: .house) })
    }

    @Test("is named with each link that is missing")
    func findsBrokenLinks() {
        let empty = Rooms(paths: [], texts: [:], swift: [])
        #expect(Self.broken("Wishes", in: empty).count == 9)
        let feature = SwiftText(
            #"let a = Feature(name: "wishes", key: "wishes.menu.all", path: "/wishes/all")"#,
            path: "Sources/Wishes/WishesFeature.swift")
        let whole = Rooms(
            paths: [
                "Tests/FeatureTests/Wishes/A.swift", "Sources/Wishes/WishesSchema.swift",
                "Documentation/wishes.md",
            ],
            texts: [
                "Package.swift": #".target(name: "Wishes","#,
                "Sources/lianxin/Features.swift": "[.wishes(desk)]",
                "Sources/Wishes/Language/zh.words": "# 心愿\nwishes.menu.all: 心愿",
                "Sources/Wishes/Language/en.words": "wishes.menu.all: Wishes\nwish.menu: Wish",
            ], swift: [feature])
        #expect(
            Self.broken("Wishes", in: whole) == [
                "Sources/Wishes/Language/en.words:2: wish.menu; begin the key with wishes."
            ])
    }

    /// What the walk looks at.
    struct Rooms {
        let paths: [String]
        let texts: [String: String]
        let swift: [SwiftText]

        static var house: Rooms {
            let read = House.paths.filter {
                $0.hasSuffix(".words") || ["Package.swift", "Sources/lianxin/Features.swift"].contains($0)
            }
            let texts = Dictionary(uniqueKeysWithValues: read.map { ($0, House.text($0) ?? "") })
            return Rooms(paths: House.paths, texts: texts, swift: House.sources)
        }

        /// Whether a string in the room's code has this beginning.
        func says(_ beginning: String, in room: String) -> Bool {
            swift.contains { file in
                file.room == room && file.literals.contains { $0.text.hasPrefix(beginning) }
            }
        }
    }

    static func broken(_ slice: String, in rooms: Rooms) -> [String] {
        let word = slice.prefix(1).lowercased() + slice.dropFirst()
        let schema = schemas[slice] ?? "Sources/\(slice)/\(slice)Schema.swift"
        let article = "Documentation/\(articles[slice] ?? "\(word).md")"
        let links: [(Bool, String)] = [
            (
                rooms.texts["Package.swift"]?.contains("name: \"\(slice)\"") == true,
                "Package.swift:1: no target"
            ),
            (
                rooms.texts["Sources/lianxin/Features.swift"]?.contains(".\(word)(") == true,
                "Sources/lianxin/Features.swift:1: no line `.\(word)(…)`"
            ),
            (
                rooms.paths.contains { $0.hasPrefix("Tests/FeatureTests/\(slice)/") },
                "Tests/FeatureTests/\(slice):1: no tests"
            ),
            (rooms.says(word, in: slice), "Sources/\(slice)/\(slice)Feature.swift:1: no name \"\(word)\""),
            (rooms.says("\(word).", in: slice), "Sources/\(slice)/\(slice)Feature.swift:1: no menu key"),
            (rooms.says("/\(word)", in: slice), "Sources/\(slice):1: no address /\(word)"),
            (
                tableless.contains(slice) || rooms.paths.contains(schema), "\(schema):1: no tables"
            ),
            (rooms.paths.contains(article), "\(article):1: no article"),
        ]
        let words = ["zh", "en"].map { "Sources/\(slice)/Language/\($0).words" }
        let missing = words.contains { rooms.texts[$0] == nil }
        return links.filter { !$0.0 }.map { "\($0.1) of the slice \(slice); make it, by that name" }
            + (missing ? ["\(words[0]):1: no words of the slice \(slice) in both languages; write them"] : [])
            + words.flatMap { wrongKeys(rooms.texts[$0] ?? "", $0, word) }
    }

    static func wrongKeys(_ text: String, _ path: String, _ word: String) -> [String] {
        WordsFile(text, path: path).entries.filter { !$0.key.hasPrefix("\(word).") }
            .map { "\(path):\($0.line): \($0.key); begin the key with \(word)." }
    }
}
