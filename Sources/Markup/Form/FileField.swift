/// Files to send along: photos, sound, films, PDF. It stands in a `Form(files: true)`.
///
/// Without a script the files travel with the form. With one (`upload.js`) each is sent as soon as it is
/// chosen, goes on by itself after the network was gone, and the form only carries its name.
public struct FileField: Component {
    /// A file that was sent with this form before, when the form comes back.
    public struct Chosen: Hashable, Sendable {
        public let id: String
        public let name: String

        public init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    /// What the script says.
    public struct Texts: Hashable, Sendable {
        /// `Sending {name}: {percent} %`, with the words in braces as they stand here.
        public var sending: String
        /// `{name}` is here.
        public var done: String
        /// The network is away; it goes on by itself.
        public var waiting: String
        /// `{name}` was not taken, and why: `{reason}`.
        public var refused: String
        public var remove: String
        public var removed: String
        /// The button that opens the camera of a phone.
        public var camera: String
        /// Some files are still on their way.
        public var unfinished: String
        public var tooMany: String

        public init(
            sending: String, done: String, waiting: String, refused: String, remove: String, removed: String,
            camera: String, unfinished: String, tooMany: String
        ) {
            self.sending = sending
            self.done = done
            self.waiting = waiting
            self.refused = refused
            self.remove = remove
            self.removed = removed
            self.camera = camera
            self.unfinished = unfinished
            self.tooMany = tooMany
        }
    }

    private let name: String
    private let part: String
    private let endpoint: String
    private let chosen: [Chosen]
    private let texts: Texts
    private let limit: Int
    private let inputName: String
    private let frame: FieldFrame

    /// What a browser offers to choose from. A phone turns its own kinds of photo into one of these.
    static let kinds = [
        "image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/quicktime", "video/webm",
        "audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/ogg", "audio/wav", "application/pdf",
    ].joined(separator: ",")

    /// - Parameters:
    ///   - name: the field that names the files; the input is called so too, with the part behind it where
    ///     that is not what a resident raised.
    ///   - part: what the files show: `raised`, `before`, `after`, `paper`.
    ///   - endpoint: where the script sends them (tus 1.0).
    ///   - id: of the input, where it is not its name.
    ///   - limit: how many files go with one form.
    public init(
        name: String, label: String, hint: String? = nil, error: String? = nil, chosen: [Chosen] = [],
        part: String = "raised", id: String? = nil, endpoint: String = "/attachments/uploads",
        limit: Int = 10, texts: Texts
    ) {
        self.name = name
        self.part = part
        self.endpoint = endpoint
        self.chosen = chosen
        self.texts = texts
        self.limit = limit
        inputName = part == "raised" ? name : "\(name)-\(part)"
        frame = FieldFrame(id: id ?? inputName, label: label, hint: hint, error: error)
    }

    public var html: HTML {
        let items: [HTML] = chosen.map { file in
            """
            <li><label class="choice"><input type="checkbox" name="\(name)" value="\(file.id)" checked> \
            <bdi>\(file.name)</bdi></label></li>
            """
        }
        return frame.around(
            """
            <div class="files" data-files="\(name)" data-endpoint="\(endpoint)" data-part="\(part)" \
            data-limit="\(String(limit))" data-sending="\(texts.sending)" data-done="\(texts.done)" \
            data-waiting="\(texts.waiting)" data-refused="\(texts.refused)" data-remove="\(texts.remove)" \
            data-removed="\(texts.removed)" data-camera="\(texts.camera)" \
            data-unfinished="\(texts.unfinished)" data-too-many="\(texts.tooMany)">
            <input type="file" id="\(frame.id)" name="\(inputName)" multiple accept="\(Self.kinds)"\
            \(attribute: "aria-describedby", frame.described)\
            \(attribute: "aria-invalid", frame.error == nil ? nil : "true")>
            <ul class="file-list">\(items)</ul>
            <p class="unseen" role="status"></p>
            </div>
            """)
    }
}
