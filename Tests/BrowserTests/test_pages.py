"""Every page, in both languages, light and dark, from 280 px to 1440 px and with text of 400 %."""

import pathlib
import re

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from pages import DESKTOP, PAGES, PHONE
from visitor import Visitor

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What a colour scheme can change; everything else is asked once a size.
COLOURS = ["color-contrast", "link-in-text-block"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Wide tables scroll within themselves; nothing else may stick out.
CULPRITS = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e =>
    e.getBoundingClientRect().right > innerWidth + 1).slice(0, 4).map(e => e.outerHTML.slice(0, 140))"""
# Whatever is pressed, but links within a sentence, which are as high as its line.
SMALL = """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary, '
    + 'a.button, nav a, [role=button]')].filter(e => {
    const r = e.getBoundingClientRect();
    // A box of 24 px in a label of 44 px is a target of 44 px; what only those who hear the page meet is none.
    return e.checkVisibility({visibilityProperty: true}) && r.width > 1 && r.right > 0 && (r.width < 24 || r.height < 24);
}).slice(0, 4).map(e => { const r = e.getBoundingClientRect();
    return `${Math.round(r.width)} x ${Math.round(r.height)}: ${e.outerHTML.slice(0, 120)}`; })"""
FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e);
    if (e === document.body) return {tag: 'BODY', seen: true, inView: true};
    const r = e.getBoundingClientRect();
    return {name: e.name || '', id: e.id, tag: e.tagName, text: e.textContent.trim().slice(0, 200), type: e.type || '',
        href: e.getAttribute('href') || '', html: e.outerHTML.slice(0, 160),
        // Within a field for a date the browser marks the part that has the focus.
        seen: ['date', 'datetime-local', 'time'].includes(e.type) || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none',
        inView: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth} }"""


def violations(page, rules=None):
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
    # The points of an outline may lie close together on the map; the list beside it does the same (WCAG 2.5.8,
    # Equivalent).
    found = page.evaluate(
        "only => axe.run({exclude: ['[data-editor] .leaflet-marker-pane']}, {runOnly: only, "
        "resultTypes: ['violations']})", only)["violations"]
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found]


def sticks_out(page):
    over = page.evaluate(OVERFLOW)
    return f"{over} px: {page.evaluate(CULPRITS)}" if over > 0 else ""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_a_page(visitors, town, shown, language):
    visitors.complaints.clear()
    page = visitors.show(town, shown, language)
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    wrong = [f"no words for {key}" for key in sorted(set(re.findall("⟦([^⟧]*)⟧", page.content())))]
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = violations(page, None if scheme == "light" else COLOURS)
            wrong += [f"{size['width']} px, {scheme}: {each}" for each in found]
        wrong += [f"{size['width']} px, too small: {each}" for each in page.evaluate(SMALL)]
    # 320 px is also what is left of 1280 px at a zoom of 400 %.
    for width in (820, 360, 320, 280):
        page.set_viewport_size({"width": width, "height": 740})
        if over := sticks_out(page):
            wrong.append(f"sticks out at {width} px by {over}")
    wrong += [told for told in visitors.complaints if "ERR_ABORTED" not in told]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_the_focus_is_seen_wherever_it_goes(visitors, town, shown):
    page = visitors.show(town, shown, "zh")
    page.evaluate("document.activeElement?.blur()")
    for _ in range(25):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["tag"] == "BODY":
            break
        assert focused["seen"], f"the focus cannot be seen on {focused['html']}"
        assert focused["inView"], f"the focus is out of sight on {focused['html']}"


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_letters_of_four_times_the_size_stick_out_nowhere(letters_of_400, town, shown):
    page = letters_of_400.show(town, shown, "zh")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 64
    page.set_viewport_size({"width": 1280, "height": 800})
    assert sticks_out(page) == ""


@pytest.mark.parametrize("letters", ["large", "largest"])
def test_large_letters_stick_out_nowhere(house, town, browse, letters):
    visitor = Visitor(browse(viewport=PHONE).new_page(), house).in_language()
    visitor.open(f"/?letters={letters}")
    for path in ("/", town.long.path, town.asking.path, "/mine", "/sign-in", "/developers/help/track"):
        visitor.open(path)
        for width in (1100, 360, 280):
            visitor.page.set_viewport_size({"width": width, "height": 740})
            assert sticks_out(visitor.page) == "", f"{path} at {width} px"


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


def test_every_page_of_the_menu_is_looked_at(visitors):
    """Whatever the menus and the foot lead to is in the list of pages, or belongs to one that is."""
    known = {shown.path.split("?")[0] for shown in PAGES}
    missing = set()
    for role in {shown.role for shown in PAGES}:
        visitor = visitors("zh", role)
        visitor.open("/developers")
        for path in visitor.page.eval_on_selector_all(
                "header nav a[href^='/'], footer a[href^='/']", "links => links.map(a => a.getAttribute('href'))"):
            if path.split("?")[0] not in known and "?" not in path:
                missing.add(path)
    assert missing == set(), "add these to pages.py"
