import Core
import Language

/// A telephone number or an e-mail address under which somebody raised matters, in the one spelling that is
/// kept.
public struct MineContact: Sendable, Hashable {
    /// `13812345678`, `027-87654321`, `li@example.org` in small letters.
    public let text: String
    /// Whether messages go there as mail.
    public let isMail: Bool

    /// Nil for what is neither a number nor an address.
    public init?(_ written: String) {
        let contact =
            written.contains("@") ? Filing.Contact(email: written) : Filing.Contact(phone: written)
        guard let checked = try? contact.checked(), let text = checked.email ?? checked.phone else {
            return nil
        }
        isMail = checked.email != nil
        self.text = isMail ? text.lowercased() : text
    }

    /// As it is kept already.
    init(kept text: String) {
        self.text = text
        isMail = text.contains("@")
    }

    /// Enough to see whose it is, not to write to it.
    public var masked: String {
        let shown = MaskedContact(
            isMail ? Filing.Contact(email: text) : Filing.Contact(phone: text))
        return shown.phone ?? shown.email ?? ""
    }
}
