import CityPack
import Core
import Foundation
import Language
import Yams

/// What a city without a past may learn from: the sample sentences of its pack, each under its class.
enum PackPhrases {
    /// How the sentences are read when they are wanted; nil where the pack has none.
    static func reading(_ pack: LoadedPack) -> (@Sendable () -> [TextExample])? {
        guard let samples = pack.samples else { return nil }
        let (path, catalogue) = (pack.directory + "/" + samples, pack.city.catalogue)
        return { examples(of: path, in: catalogue) }
    }

    /// A file that cannot be read teaches nothing; `lianxin city check` says what is wrong with it.
    private static func examples(of path: String, in catalogue: Catalogue) -> [TextExample] {
        guard let data = FileManager.default.contents(atPath: path),
            let file = try? YAMLDecoder().decode(Phrases.self, from: String(decoding: data, as: UTF8.self))
        else { return [] }
        return file.leaves.sorted { $0.key < $1.key }.flatMap { code, leaf -> [TextExample] in
            guard let category = catalogue[code], category.isLeaf else { return [] }
            let texts = leaf.zh + leaf.en + [category.name.zh, category.name.en] + (leaf.words ?? [])
            return texts.map { TextExample(title: "", text: $0.withBlanks { _ in "" }, label: code) }
        }
    }

    private struct Phrases: Decodable {
        struct Leaf: Decodable {
            let zh: [String]
            let en: [String]
            let words: [String]?
        }

        let leaves: [String: Leaf]
    }
}
