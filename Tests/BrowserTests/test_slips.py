"""A stack of paper slips, typed in by the keyboard alone; the same words twice are asked about."""

import re

from playwright.sync_api import expect

from pages import CLERK, sign_in
from test_keyboard import tab_to
from visitor import Visitor

BOX = "station-01001"
SLIPS = [
    "菜场门口的下水道堵了，一下雨就淹。", "三号楼的楼道灯坏了两个月。",
    "菜场门口的下水道堵了，一下雨就淹。", "公交站没有座椅，老人站着等。",
]


def clerk_of(house, browse, script=True):
    page = browse(java_script_enabled=script).new_page()
    return sign_in(Visitor(page, house).in_language(), CLERK)


def opened(clerk, count, day=None):
    """Writes down that the box was opened, by keys; gives the path of the opening."""
    page, keys = clerk.page, clerk.page.keyboard
    clerk.open(f"/slips/places/{BOX}")
    if day:
        page.locator("#day").fill(day)
    tab_to(page, lambda it: it["tag"] == "INPUT" and page.evaluate("document.activeElement.name") == "found")
    keys.type(str(count))
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/slips/openings/\d+"))
    return re.search(r"/slips/openings/\d+", page.url).group()


def numbers(clerk, path):
    clerk.open(path)
    return re.findall(r"[A-Z]{2}\d{10,}", clerk.page.get_by_role("main").inner_text())


def test_a_stack_is_typed_in_slip_after_slip_by_keys(house, browse):
    clerk = clerk_of(house, browse)
    page, keys = clerk.page, clerk.page.keyboard
    path = opened(clerk, len(SLIPS))
    clerk.open(f"{path}/one")
    for index, text in enumerate(SLIPS):
        # The cursor stands in the line; Enter takes the slip and brings the next.
        expect(page.locator("#text")).to_be_focused()
        expect(page.locator("#number")).to_have_value(str(index + 1))
        keys.type(text)
        keys.press("Enter")
        if index == 2:
            # It says which slip it is like, and takes it only when told that there are two.
            expect(page.get_by_text(clerk.words("slips.twin", number=1)).first).to_be_visible()
            expect(page.locator("#text")).to_have_value(text)
            tab_to(page, lambda it: page.evaluate("document.activeElement.name") == "twins")
            keys.press("Space")
            page.locator("#text").focus()
            keys.press("Enter")
        if index < len(SLIPS) - 1:
            expect(page.locator("#number")).to_have_value(str(index + 2))
            expect(page.get_by_text(clerk.words("slips.taken"))).to_be_visible()
    # The last one too is said to be taken, on the page of the opening.
    page.wait_for_url(re.compile(re.escape(path) + r"\?taken=\w+$"))
    assert len(set(numbers(clerk, path))) == len(SLIPS)


def test_a_slip_about_what_is_open_already_is_asked_about(house, browse):
    clerk = clerk_of(house, browse)
    page, keys = clerk.page, clerk.page.keyboard
    text = "滨江步道第三盏路灯下的栏杆断了，小孩差点掉进江里。"
    house.raise_matter(text, area="980101001", place="滨江步道")
    question = page.get_by_role("heading", name=clerk.words("joins.similar.title"), exact=True)
    path = opened(clerk, 12, day="2026-11-02")
    clerk.open(f"{path}/one")
    for count in range(11):
        # The keys of a matter are made within seconds.
        keys.type(f"滨江步道第三盏路灯下的栏杆断了，小孩差点掉进江里。{'请快修' * count}")
        keys.press("Enter")
        expect(page.locator("#number")).to_have_value(str(count + 2))
        if question.count():
            break
        page.wait_for_timeout(1000)
    expect(question).to_be_visible()
    taken = page.locator("[data-taken]").inner_text()
    number = re.search(r"[A-Z]{2}\d{10,}", taken).group()
    inside = r"/^\/joins\/\w+\/same$/.test(document.activeElement.form?.getAttribute('action') ?? '')"
    tab_to(page, lambda it: it["tag"] == "BUTTON" and page.evaluate(inside))
    keys.press("Enter")
    said = "|".join(clerk.words(f"joins.same.{key}") for key in ("joined", "left"))
    expect(page.get_by_text(re.compile(said))).to_be_visible()
    page.wait_for_url(f"**{path}/one**")
    dispatcher = sign_in(Visitor(browse().new_page(), house).in_language(), "dispatcher")
    dispatcher.opens(number)
    expect(dispatcher.page.get_by_text(re.compile(
        f"{dispatcher.words('joins.wish.officer')}|{dispatcher.words('joins.panel.main')}")).first).to_be_visible()


def test_what_a_slip_may_be_is_looked_up_before_it_is_taken(house, browse):
    clerk = clerk_of(house, browse)
    page, keys = clerk.page, clerk.page.keyboard
    text = "望江路四十二号门前的消防栓漏水，马路上积了一大片。"
    number = house.raise_matter(text, area="980101001", place="望江路").number
    path = opened(clerk, 2, day="2026-11-04")
    clerk.open(f"{path}/one")
    keys.type(f"{text}请快修")
    named = "document.activeElement.name + '=' + document.activeElement.value"
    same = page.locator(f"button[name=same][value={number}]")
    for _ in range(12):
        tab_to(page, lambda it: it["tag"] == "BUTTON" and page.evaluate(named) == "do=look")
        keys.press("Enter")
        found = page.locator("#slip-likely")
        expect(found.or_(page.get_by_text(clerk.words("slips.lookedNone")))).to_be_visible()
        # Nothing was taken, and what was typed stands.
        expect(page.locator("#number")).to_have_value("1")
        expect(page.locator("#text")).to_have_value(f"{text}请快修")
        if same.count():
            break
        # The keys of a matter are made within seconds.
        page.wait_for_timeout(1000)
    tab_to(page, lambda it: it["tag"] == "BUTTON" and page.evaluate(named) == f"same={number}")
    keys.press("Enter")
    expect(page.locator("#number")).to_have_value("2")
    expect(page.get_by_text(clerk.words("slips.taken"))).to_be_visible()


def test_without_script_the_same_words_are_asked_about_too(house, browse):
    clerk = clerk_of(house, browse, script=False)
    path = opened(clerk, 2, day="2026-11-03")
    for number, text in enumerate(["树枝压在电线上。"] * 2, start=1):
        clerk.open(f"{path}/one")
        clerk.page.locator("#text").fill(text)
        clerk.page.locator("#text").press("Enter")
    expect(clerk.page.get_by_text(clerk.words("slips.twin", number=1)).first).to_be_visible()
    assert len(set(numbers(clerk, path))) == 1
