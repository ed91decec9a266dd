import Markup
import Web

/// A short line for why, where several forms stand on one page: each with an id of its own.
struct ReasonField: Component {
    let words: Words
    let id: String

    var html: HTML {
        """
        <label class="unseen" for="\(id)">\(words("directory.reason"))</label>\
        <input type="text" id="\(id)" name="reason" maxlength="300" required \
        placeholder="\(words("directory.reason"))">
        """
    }
}
