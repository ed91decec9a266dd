/// Files that came with a matter, to look at and listen to: small pictures that open large, films and sound
/// with the browser's own players, papers as links; before and after side by side.
public struct Gallery: Component {
    public enum Kind: String, Hashable, Sendable {
        case picture, film, sound, paper
    }

    public struct Item: Hashable, Sendable {
        /// The address of the small copy; only pictures have one.
        public let thumbnail: String?
        /// The address of what is shown, played or fetched.
        public let to: String
        public let name: String
        /// Who sent it and when, or what it shows; also the picture's text for those who do not see it.
        public let caption: String
        public let kind: Kind

        public init(thumbnail: String? = nil, to: String, name: String, caption: String, kind: Kind) {
            self.thumbnail = thumbnail
            self.to = to
            self.name = name
            self.caption = caption
            self.kind = kind
        }
    }

    /// The same place before and after, with what the two are called and what the slider is for.
    public struct Pair: Hashable, Sendable {
        public let before: Item
        public let after: Item
        public let beforeText: String
        public let afterText: String
        public let sliderText: String

        public init(
            before: Item, after: Item, beforeText: String, afterText: String, sliderText: String
        ) {
            self.before = before
            self.after = after
            self.beforeText = beforeText
            self.afterText = afterText
            self.sliderText = sliderText
        }
    }

    private let items: [Item]
    private let pairs: [Pair]

    /// - Parameter pairs: of pictures. With `upload.js` on the page they lie on each other, and a slider
    ///   (arrows, buttons or a drag) shows more of the one or the other.
    public init(_ items: [Item], pairs: [Pair] = []) {
        self.items = items
        self.pairs = pairs
    }

    public var html: HTML {
        let shown: [HTML] = items.map { "<li>\(figure($0, caption: $0.caption))</li>" }
        let list: HTML = shown.isEmpty ? .empty : #"<ul class="gallery">\#(shown)</ul>"#
        return "\(pairs.map(pair))\(list)"
    }

    private func figure(_ item: Item, caption: String) -> HTML {
        #"<figure class="file">\#(content(item))<figcaption>\#(caption)</figcaption></figure>"#
    }

    private func content(_ item: Item) -> HTML {
        switch item.kind {
        case .picture:
            return """
                <a href="\(item.to)"><img src="\(item.thumbnail ?? item.to)" \
                alt="\(item.caption) · \(item.name)" loading="lazy" width="240" height="240"></a>
                """
        case .film:
            return """
                <video controls preload="metadata" src="\(item.to)" aria-label="\(item.name)"></video>
                """
        case .sound:
            return #"<audio controls preload="none" src="\#(item.to)" aria-label="\#(item.name)"></audio>"#
        case .paper:
            return #"<a class="paper" href="\#(item.to)">\#(Icon("file")) <bdi>\#(item.name)</bdi></a>"#
        }
    }

    private func pair(_ pair: Pair) -> HTML {
        """
        <div class="pair" data-pair="\(pair.sliderText)">
        \(figure(pair.before, caption: pair.beforeText))
        \(figure(pair.after, caption: pair.afterText))
        </div>
        """
    }
}
