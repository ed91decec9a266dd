"""Everybody can use every page: by eye at any size and in the dark, by ear, by keyboard alone."""

import pathlib
import re

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from pages import DISPATCHER, PAGES, build_town, sign_in
from visitor import Visitor

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Wide tables scroll within themselves; nothing else may stick out.
CULPRITS = """() => [...document.querySelectorAll('main *, header *')].filter(e =>
    e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def town(house):
    return build_town(house)


@pytest.fixture(scope="module")
def visitors(house, chromium):
    """One browser for every language and role, signed in once."""
    made = {}

    def visitor(language, role):
        if (language, role) not in made:
            context = chromium.new_context(
                viewport=DESKTOP, locale="zh-CN", reduced_motion="reduce")
            new = Visitor(context.new_page(), house, language).in_language()
            made[language, role] = sign_in(new, role) if role else new
        return made[language, role]

    yield visitor
    for each in made.values():
        each.page.context.close()


def show(visitors, town, shown, language):
    visitor = visitors(language, shown.role)
    visitor.page.emulate_media(color_scheme="light")
    visitor.page.set_viewport_size(DESKTOP)
    visitor.open(shown.path.format(**vars(town)))
    if shown.then:
        shown.then(visitor)
    return visitor.page


def violations(page):
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", RULES)["violations"]
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:160]}" for each in found]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_a_page_has_no_violation_and_nothing_sticks_out(visitors, town, shown, language):
    page = show(visitors, town, shown, language)
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert "⟦" not in page.content()
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], f"{size['width']} px, {scheme}"
    # 320 px is also what is left of 1280 px at a zoom of 400 %; 640 px at 200 %.
    for width in (640, 390, 320):
        page.set_viewport_size({"width": width, "height": 512})
        assert page.evaluate(OVERFLOW) <= 0, f"{width} px: {page.evaluate(CULPRITS)}"


def test_set_up_has_no_violation(fresh_house, browse):
    link = re.search(r"/set-up/\S+", fresh_house.log).group()
    for language in ("zh", "en"):
        visitor = Visitor(browse(reduced_motion="reduce").new_page(), fresh_house, language).in_language()
        visitor.open(link)
        for size in (DESKTOP, PHONE):
            visitor.page.set_viewport_size(size)
            for scheme in ("light", "dark"):
                visitor.page.emulate_media(color_scheme=scheme)
                assert violations(visitor.page) == []


def test_there_is_no_demo_sign_in_outside_the_demo(fresh_house):
    assert fresh_house.get("/demo").status == 404


# By keyboard alone

FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e);
    return {name: e.name || '', tag: e.tagName, text: e.textContent.trim(), type: e.type || '',
        outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, shadow: s.boxShadow !== 'none',
        inView: (r => r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth)
            (e.getBoundingClientRect())} }"""


def tab_to(page, wanted):
    """Presses Tab until it is there; everything on the way shows that it has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["outline"] or focused["shadow"], f"focus cannot be seen on {focused}"
        assert focused["inView"], f"focus is out of sight on {focused}"
        if wanted(focused):
            return
    raise AssertionError("Tab does not lead there")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_raising_and_rating_need_no_mouse(house, browse, language):
    visitor = Visitor(browse().new_page(), house, language).in_language()
    page = visitor.page
    tab_to(page, lambda it: it["text"] == visitor.words("web.skip"))
    page.keyboard.press("Enter")
    tab_to(page, lambda it: it["name"] == "text")
    page.keyboard.type("楼道灯坏了，只用键盘写。")
    tab_to(page, lambda it: it["tag"] == "BUTTON" and it["text"] == visitor.words("matters.raise.send"))
    page.keyboard.press("Enter")
    expect(visitor.heading).to_have_text(visitor.words("matters.raised.title"))
    tab_to(page, lambda it: it["text"] == visitor.words("matters.raised.open"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=visitor.words("matters.track.story"))).to_be_visible()

    asked = house.raise_matter("另一盏楼道灯坏了。").answered()
    visitor.open(asked.path)
    tab_to(page, lambda it: it["name"] == "solved")
    page.keyboard.press("Space")
    tab_to(page, lambda it: it["name"] == "satisfied")
    page.keyboard.press("Space")
    tab_to(page, lambda it: it["text"] == house.move_name("rate", language))
    page.keyboard.press("Enter")
    expect(page.get_by_text(house.stage_name("solved", language)).first).to_be_visible()


def test_letters_can_be_twice_as_large(house, browse):
    """A zoom of 200 % on a small screen: everything is there and nothing is cut off."""
    visitor = Visitor(
        browse(viewport={"width": 640, "height": 450}, device_scale_factor=2).new_page(), house).in_language()
    visitor.open("/?letters=large")
    expect(visitor.field("matters.raise.text")).to_be_visible()
    expect(visitor.button("matters.raise.send")).to_be_visible()
    assert visitor.page.evaluate(OVERFLOW) <= 0


def test_a_printed_matter_has_no_navigation(house, town, browse):
    visitor = sign_in(Visitor(browse().new_page(), house).in_language(), DISPATCHER)
    visitor.open(f"/matters/{town.sent_back.number}")
    visitor.page.emulate_media(media="print")
    expect(visitor.page.locator("nav").first).to_be_hidden()
    expect(visitor.page.locator("form:visible")).to_have_count(0)
    expect(visitor.page.get_by_text("还是不亮").first).to_be_visible()
