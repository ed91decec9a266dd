"""One matter on its page: what was just done is taken back, two officers meet, a note names somebody, a beginning is
put in, the work order is printed."""

import pytest
from playwright.sync_api import expect

from visitor import Visitor


@pytest.fixture
def raised(browse, house):
    return Visitor(browse().new_page(), house).in_language().raises("村口的水管漏水，路上都是水。")[0]


def officer(browse, house, role, **options):
    return Visitor(browse(**options).new_page(), house).in_language().signs_in(role)


def registered(visitor, number):
    visitor.opens(number)
    visitor.page.get_by_label(visitor.words("matters.ask.category"), exact=True).first.select_option("0204")
    visitor.page.get_by_role(
        "button", name=visitor.house.move_name("register", "zh"), exact=True).first.click()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_last_step_is_taken_back(browse, house, raised, scripts):
    clerk = officer(browse, house, "接线员", java_script_enabled=scripts)
    registered(clerk, raised)
    expect(clerk.page.locator("main")).to_contain_text(clerk.words("matters.undo.do"))
    clerk.button("matters.undo.do").click()
    expect(clerk.page.locator("main")).to_contain_text(clerk.words("matters.story.undid").split("{")[0])
    expect(clerk.page.get_by_role(
        "button", name=house.move_name("register", "zh"), exact=True).first).to_be_visible()


def test_the_second_officer_sees_what_the_first_wrote(browse, house, raised):
    first, second = officer(browse, house, "接线员"), officer(browse, house, "派单员")
    path = f"/matters/{raised}/moves/note"
    for visitor, text in ((first, "明天上午到现场。"), (second, "明天下午到现场。")):
        visitor.open(path)
        visitor.page.locator("textarea[name=note]").fill(text)
    send = house.move_name("note", "zh")
    first.page.get_by_role("button", name=send, exact=True).click()
    # Before anything is sent, the page says that somebody was here.
    expect(second.page.locator("#matter-news")).to_be_visible(timeout=10_000)
    second.page.get_by_role("button", name=send, exact=True).click()
    expect(second.heading).to_have_text(second.words("matters.stale.title"))
    expect(second.page.locator("main del").first).to_have_text("上")
    expect(second.page.locator("main ins").first).to_have_text("下")
    expect(second.page.locator("textarea[name=note]")).to_have_value("明天下午到现场。")
    second.page.get_by_role("button", name=send, exact=True).click()
    expect(second.page.locator("main")).to_contain_text("明天上午到现场。")
    expect(second.page.locator("main")).to_contain_text("明天下午到现场。")


def test_a_colleague_is_named_with_the_keyboard(browse, house, raised):
    clerk = officer(browse, house, "接线员")
    clerk.open(f"/matters/{raised}/moves/note")
    note = clerk.page.locator("textarea[name=note]")
    note.press_sequentially("请@hu")
    choice = clerk.page.locator(".suggestions button").first
    expect(choice).to_be_visible()
    login = choice.inner_text().split("@")[1].split(" ")[0]
    note.press("ArrowDown")
    expect(choice).to_be_focused()
    clerk.page.keyboard.press("Enter")
    expect(note).to_have_value(f"请@{login} ")
    expect(note).to_be_focused()
    note.press_sequentially("@hu")
    expect(choice).to_be_visible()
    note.press("Escape")
    expect(choice).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_beginning_is_put_in(browse, house, raised, scripts):
    clerk = officer(browse, house, "接线员", java_script_enabled=scripts)
    clerk.open(f"/matters/{raised}/moves/note")
    note = clerk.page.locator("textarea[name=note]")
    if scripts:
        note.fill("先看。后")
        note.evaluate("field => field.setSelectionRange(3, 3)")
    clerk.button("matters.reply.insert").click()
    text = note.input_value()
    assert "查看" in text and "{" not in text
    assert not scripts or text.startswith("先看。") and text.endswith("后")


def test_the_work_order_and_the_receipt_are_pdf(browse, house):
    page = browse().new_page()
    visitor = Visitor(page, house).in_language()
    number, link = visitor.raises("路灯坏了。")
    receipt = page.request.get(house.address + link + "/receipt.pdf")
    assert receipt.status == 200 and receipt.body().startswith(b"%PDF-")
    clerk = officer(browse, house, "接线员")
    order = clerk.page.request.get(f"{house.address}/matters/{number}/order.pdf")
    assert order.status == 200 and order.headers["content-type"] == "application/pdf"
    stranger = browse().new_page()
    refused = stranger.request.get(f"{house.address}/matters/{number}/order.pdf", max_redirects=0)
    assert refused.status == 303


@pytest.mark.parametrize("width", [280, 360, 1440])
def test_the_page_never_runs_over_its_edge(browse, house, raised, width):
    clerk = officer(browse, house, "接线员", viewport={"width": width, "height": 800})
    clerk.opens(raised)
    assert clerk.page.evaluate("document.documentElement.scrollWidth") <= width
