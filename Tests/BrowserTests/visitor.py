"""What people do on the pages, found by what they read: labels and buttons in their language."""

import re

from playwright.sync_api import Page, expect

from house import WORDS


class Visitor:
    """Somebody with a browser, in one language."""

    def __init__(self, page: Page, house, language="zh"):
        self.page, self.house, self.language = page, house, language
        self.words = WORDS[language]

    def open(self, path):
        return self.page.goto(self.house.address + path)

    def in_language(self):
        """Chooses the language once; the browser keeps it."""
        self.open(f"/?lang={self.language}")
        return self

    def button(self, key, **values):
        return self.page.get_by_role("button", name=self.words(key, **values), exact=True)

    def field(self, key, optional=False):
        label = self.words(key) + (self.words("web.form.optional") if optional else "")
        found = self.page.get_by_label(label, exact=True)
        # What is folded away is opened first, as a tap would.
        if found.count():
            found.first.evaluate(
                "e => { for (let d = e.closest('details'); d; d = d.parentElement.closest('details')) d.open = true }")
        return found

    @property
    def heading(self):
        return self.page.get_by_role("heading", level=1)

    @property
    def story(self):
        """What happened, newest first, as text."""
        return self.page.locator("main ol").last.inner_text()

    # The resident

    def raises(self, text, place=None):
        """Raises it at the front door and gives the number and the path of the private link."""
        self.open("/")
        self.field("matters.raise.text").fill(text)
        if place:
            self.field("matters.field.place", optional=True).fill(place)
        self.button("matters.raise.send").click()
        expect(self.heading).to_have_text(self.words("matters.raised.title"))
        link = self.page.locator('main a[href^="/track/"]').first.get_attribute("href")
        number = re.search(r"QS\d{10,}", self.page.get_by_role("main").inner_text()).group()
        return number, link

    def rates(self, link, solved, satisfied, why=None):
        self.open(link)
        scripted = self.page.locator(".chips:not([hidden])").count() > 0
        self.page.locator(f"#solved-{solved}").click()
        self.page.locator(f"#satisfied-{satisfied}").click()
        # With script the second tap of two yes sends.
        if scripted and solved == satisfied == "yes":
            self.page.wait_for_load_state()
            return
        if why:
            self.field("matters.ask.resident.why", optional=True).fill(why)
        self.page.get_by_role("button", name=self.house.move_name("rate", self.language), exact=True).click()

    def choose(self, legend, choice):
        group = self.page.get_by_role("group", name=self.words(legend), exact=True)
        group.get_by_label(self.words(choice), exact=True).check()

    # The people at work

    def signs_in(self, role, unit=""):
        """With one click on the page of the demo, as the first of a role in a unit."""
        self.open(f"/demo?unit={unit}")
        panel = self.page.get_by_role("heading", level=2, name=role, exact=True).first
        panel.locator("xpath=..").get_by_role("button").click()
        expect(self.heading).to_have_text(self.words("matters.bench.title"))
        return self

    def opens(self, number):
        self.open(f"/matters/{number}")
        return self

    def form(self, move):
        """The form of a move: where it stands on the page of the matter, else on a page of its own."""
        form = self.page.locator(f'form[action$="/{move}"]')
        if form.count() == 0:
            self.page.locator(f'main a[href$="/moves/{move}"]').first.click()
            self.page.wait_for_url(f"**/moves/{move}")
        return form

    def makes(self, number, move, **inputs):
        self.opens(number)
        form = self.form(move)
        for name, value in inputs.items():
            field = form.locator(f'[name="{name}"]')
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        form.get_by_role("button", name=self.house.move_name(move, self.language), exact=True).click()
        return self
