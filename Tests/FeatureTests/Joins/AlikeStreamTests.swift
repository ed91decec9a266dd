import Foundation
@testable import Joins
import Language
import Testing

@Suite("A year of real messages, compared as they came in")
struct AlikeStreamTests {
    /// Texts that are alike by more than this are one problem: of 830 such pairs a sample of 25 was read, and
    /// one was wrong.
    private static let alike = 0.30

    /// One message after the other against what came before, by index keys alone, each group around its
    /// first message.
    private struct Groups {
        let texts: [SignatureText]
        private(set) var main: [Int] = []
        private(set) var background = SignatureBackground()
        /// Pairs of texts that were compared, and rows of keys that were read.
        private(set) var compared = 0
        private(set) var mostRows = 0
        private var byKey: [UInt64: [Int]] = [:]
        private var byText: [UInt64: Int] = [:]

        init(_ messages: [Stream.Message]) {
            texts = messages.map { SignatureText(title: $0.title, text: $0.text) }
            for index in texts.indices { take(index) }
        }

        private mutating func take(_ index: Int) {
            let text = texts[index]
            background.show(text)
            let keys = Signature(of: text, against: background).keys
            main.append(group(of: index, by: keys) ?? index)
            for key in keys { byKey[key, default: []].append(index) }
            if let exact = text.exact, byText[exact] == nil { byText[exact] = main[index] }
        }

        private mutating func group(of index: Int, by keys: [UInt64]) -> Int? {
            if let exact = texts[index].exact, let same = byText[exact] { return same }
            var votes: [Int: Int] = [:]
            var rows = 0
            for key in keys {
                for other in (byKey[key] ?? []).suffix(SimilarStore.mostOfKey) {
                    votes[other, default: 0] += 1
                    rows += 1
                }
            }
            mostRows = max(mostRows, rows)
            let first = votes.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
                .prefix(SimilarStore.mostCompared)
            let scores = Set(first.map { main[$0.key] }).map { other in
                (other, texts[index].likeness(to: texts[other], against: background).score)
            }
            compared += scores.count
            return scores.filter { $0.1 >= AlikeStreamTests.alike }.max { $0.1 < $1.1 }?.0
        }

        /// Those of two or more, the largest first.
        var all: [[Int]] {
            Dictionary(grouping: main.indices) { main[$0] }.values.filter { $0.count > 1 }
                .sorted { ($0.count, $1[0]) > ($1.count, $0[0]) }
        }
    }

    @Test("finds every text that came twice, and no chain of unlike ones", .enabled(if: Stream.isThere))
    func groups() throws {
        let messages = try Stream.messages()
        let found = Groups(messages)
        // The very same text but for case, width, spaces and marks.
        let equal = Dictionary(grouping: found.texts.indices) { found.texts[$0].exact }
            .filter { $0.key != nil && $0.value.count > 1 }
        #expect(equal.count >= 108)
        let whole = equal.values.count { group in Set(group.map { found.main[$0] }).count == 1 }
        #expect(whole == equal.count)
        // Around its first message, never along neighbours: every member is like the main one itself.
        var stray = 0
        for group in found.all {
            for index in group.dropFirst() where found.texts[index].exact != found.texts[group[0]].exact {
                let score = found.texts[index].likeness(
                    to: found.texts[group[0]], against: found.background
                ).score
                // What is usual changed since it came in, and its weight with it.
                if score < Self.alike * 0.8 { stray += 1 }
            }
        }
        #expect(stray * 100 <= found.all.reduce(0) { $0 + $1.count })
        #expect((found.all.first?.count ?? 0) * 50 <= messages.count)
        // Never pairwise: a fixed number of rows and comparisons each.
        let keys = Signature.wholeKeys + Signature.titleKeys
        #expect(found.mostRows <= keys * SimilarStore.mostOfKey)
        #expect(found.compared <= messages.count * SimilarStore.mostCompared)
        print(Self.table(found, messages, equal: equal.count, whole: whole))
    }

    /// Numbers only: what people wrote stays where it lies.
    private static func table(
        _ found: Groups, _ messages: [Stream.Message], equal: Int, whole: Int
    ) -> String {
        let all = found.all
        let joined = all.reduce(0) { $0 + $1.count }
        let sizes = Dictionary(grouping: all) { group in
            switch group.count {
            case 2: "2"
            case 3...5: "3-5"
            case 6...10: "6-10"
            default: "more than 10"
            }
        }.mapValues(\.count)
        let lines = ["2", "3-5", "6-10", "more than 10"].map { "| groups of \($0) | \(sizes[$0] ?? 0) |" }
        let people = all.prefix(5).map { group in
            "\(group.count) of \(Set(group.map { messages[$0].user }).count) people"
        }
        return """
            | messages | \(messages.count) |
            | groups | \(all.count) |
            | messages in them | \(joined) |
            \(lines.joined(separator: "\n"))
            | the largest | \(people.joined(separator: ", ")) |
            | equal texts, all in one group | \(whole) of \(equal) |
            | texts compared for each message | \(found.compared / max(1, messages.count)) |
            """
    }
}
