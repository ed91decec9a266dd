import Markup
import Web

/// Login and password. A refusal says the same whoever asked.
struct SignInPage {
    let visit: Visit
    var then = "/"
    var login = ""
    var refusal: DirectoryRefusal?
    var demo = false
    private var words: Words { visit.words }

    private var errors: [FieldError] { refusal.map { [$0.fieldError(words)] } ?? [] }

    var page: Page {
        Page(title: words("directory.signIn.title"), status: refusal?.status ?? 200, help: "sign-in") {
            """
            <h1>\(words("directory.signIn.title"))</h1>
            \(demo ? demoNote : nil)
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(post: "/sign-in", csrf: visit.csrf, content: """
                \(Hidden(name: "then", value: then))
                \(TextField(
                    name: "login", label: words("directory.login"), value: login,
                    error: errors.message(for: "login"), autocomplete: "username"))
                \(TextField(
                    name: "password", label: words("directory.password"), kind: .password,
                    autocomplete: "current-password"))
                \(Button(words("directory.signIn.button")))
                """))
            <p class="muted">\(words("directory.signIn.forgotten"))</p>
            """
        }
    }

    private var demoNote: HTML? {
        Notice(
            .info,
            "<p>\(words("directory.demo.hint")) \(Link(words("directory.demo.title"), to: "/demo"))</p>"
        ).html
    }
}

/// Both fields of a new password, with what makes a good one.
struct NewPasswordFields: Component {
    let words: Words
    var errors: [FieldError] = []

    var html: HTML {
        """
        \(TextField(
            name: "password", label: words("directory.password.new"),
            hint: words("directory.password.hint", ["count": Password.shortest]),
            error: errors.message(for: "password"), kind: .password, autocomplete: "new-password"))
        \(TextField(
            name: "again", label: words("directory.password.again"), error: errors.message(for: "again"),
            kind: .password, autocomplete: "new-password"))
        """
    }

    /// The error of two answers that differ.
    static func differ(_ words: Words) -> FieldError {
        FieldError(field: "again", message: words("directory.password.differ"))
    }
}

/// Where the first administrator is made, by the one-time link of the console.
struct SetUpPage {
    let visit: Visit
    let path: String
    var login = ""
    var nameZh = ""
    var nameEn = ""
    var errors: [FieldError] = []
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("directory.setUp.title"), status: errors.isEmpty ? 200 : 422, help: "sign-in") {
            """
            <h1>\(words("directory.setUp.title"))</h1>
            <p class="lead">\(words("directory.setUp.lead"))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(post: path, csrf: visit.csrf, content: """
                \(NameFields(words: words, zh: nameZh, en: nameEn, errors: errors))
                \(TextField(
                    name: "login", label: words("directory.login"), value: login,
                    hint: words("directory.login.hint"), error: errors.message(for: "login"),
                    autocomplete: "username"))
                \(NewPasswordFields(words: words, errors: errors))
                \(Button(words("directory.setUp.button")))
                """))
            """
        }
    }
}

/// The name of a person in both languages.
struct NameFields: Component {
    let words: Words
    let zh: String
    let en: String
    var errors: [FieldError] = []

    var html: HTML {
        """
        \(TextField(
            name: "name_zh", label: words("directory.name.zh"), value: zh,
            error: errors.message(for: "name_zh"), autocomplete: "name", limit: 60))
        \(TextField(
            name: "name_en", label: words("directory.name.en"), value: en,
            hint: words("directory.name.en.hint"), limit: 60))
        """
    }
}

/// Where a person chooses a password by a one-time link.
struct ResetPage {
    let visit: Visit
    let path: String
    let login: String
    var errors: [FieldError] = []
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("directory.reset.title"), status: errors.isEmpty ? 200 : 422, help: "sign-in") {
            """
            <h1>\(words("directory.reset.title"))</h1>
            <p>\(words("directory.reset.lead", ["login": login]))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(post: path, csrf: visit.csrf, content: """
                <input type="text" name="username" value="\(login)" autocomplete="username" hidden \
                aria-label="\(words("directory.login"))">
                \(NewPasswordFields(words: words, errors: errors))
                \(Button(words("directory.reset.button")))
                """))
            """
        }
    }
}

/// A one-time link that opens nothing any more.
struct LinkOverPage {
    let visit: Visit
    private var words: Words { visit.words }

    var page: Page {
        Page(
            title: words("directory.linkOver.title"), status: DirectoryRefusal.linkOver.status,
            help: "sign-in"
        ) {
            """
            <h1>\(words("directory.linkOver.title"))</h1>
            <p>\(words("directory.linkOver"))</p>
            <p>\(Link(words("directory.signIn.title"), to: "/sign-in"))</p>
            """
        }
    }
}
