"""The queue of what waits to be dispatched: one key confirms what is suggested, and buttons do without script."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from house import CITY, House
from pages import DESKTOP, DISPATCHER, PHONE, sign_in
from test_pages import COLOURS, SMALL, sticks_out, violations
from visitor import Visitor


def file_by_telephone(house, token, count):
    """With a class given on the telephone the catalogue alone names the unit: there is always a suggestion."""
    for number in range(1, count + 1):
        answer = house.ask(
            "POST", "/api/v1/matters",
            {"text": f"新华路 {number} 号门口的垃圾三天没有清运。", "channel": "hotline", "category": "0101"},
            {"Authorization": f"Bearer {token}"})
        assert answer.status == 201, answer.text


@pytest.fixture(scope="module")
def queue_house():
    """A city of its own, so that nothing but this test takes from its queue."""
    house = House()
    try:
        house.run("demo", "--matters", "60")
        # The token first: a program that has just started is busy writing.
        token = house.token("hu.lingjun")
        house.start()
        file_by_telephone(house, token, 6)
        yield house
    finally:
        house.stop()


@pytest.fixture(scope="module")
def still_house(tmp_path_factory):
    """A city on its first day in which the program decides nothing: only this test moves anything."""
    city = tmp_path_factory.mktemp("still") / "city"
    shutil.copytree(CITY, city)
    rules = (city / "triage.yaml").read_text(encoding="utf-8")
    rules, count = re.subn(r"^automatic:\n(?: .*\n)+", "automatic: off\n", rules, flags=re.MULTILINE)
    assert count == 1
    (city / "triage.yaml").write_text(rules, encoding="utf-8")
    house = House(city=city)
    try:
        house.run("init")
        token = house.token("hu.lingjun")
        house.start()
        file_by_telephone(house, token, 5)
        yield house
    finally:
        house.stop()


def dispatcher_of(house, browse, script=True):
    visitor = sign_in(
        Visitor(browse(java_script_enabled=script).new_page(), house).in_language(), DISPATCHER)
    visitor.open("/triage")
    expect(visitor.heading).to_have_text(visitor.words("triage.title"))
    return visitor


def rows(visitor):
    return visitor.page.locator("[data-triage]")


def able(visitor):
    """Those in which a suggestion can be confirmed."""
    return rows(visitor).filter(has=visitor.page.locator("button[name=choice]"))


def number_of(row):
    return re.search(r"[A-Z]+\d{10,}", row.locator("p.muted").first.inner_text()).group()


def first_choice(row):
    """`1 0101 SANITATION`: its class and unit."""
    return row.locator("button[name=choice]").first.get_attribute("value").split(" ")[1:]


def index_with_focus(visitor):
    return visitor.page.evaluate(
        "[...document.querySelectorAll('[data-triage]')].findIndex(row => row.contains(document.activeElement))")


def went(house, number, category, unit):
    answer = house.get(f"/api/v1/matters/{number}", {"Authorization": f"Bearer {house.token('hu.lingjun')}"})
    assert answer.status == 200, answer.text
    found = answer.json
    assert found["status"] == "open"
    assert (found["category"]["code"], found["unit"]["code"]) == (category, unit)


def test_j_and_k_move_and_e_opens_the_matter(queue_house, browse):
    dispatcher = dispatcher_of(queue_house, browse)
    page, keys = dispatcher.page, dispatcher.page.keyboard
    assert rows(dispatcher).count() >= 3
    keys.press("j")
    assert index_with_focus(dispatcher) == 0
    keys.press("j")
    assert index_with_focus(dispatcher) == 1
    keys.press("k")
    assert index_with_focus(dispatcher) == 0
    keys.press("k")
    assert index_with_focus(dispatcher) == 0, "k on the first row stays there"

    # e opens the matter.
    number = number_of(rows(dispatcher).first)
    keys.press("e")
    page.wait_for_url(f"**/matters/{number}")


def test_enter_confirms_row_after_row_and_the_next_one_has_the_focus(still_house, browse):
    dispatcher = dispatcher_of(still_house, browse)
    page, keys = dispatcher.page, dispatcher.page.keyboard
    keys.press("j")
    left = [number_of(row) for row in rows(dispatcher).all()]
    assert len(left) == 5
    # By Enter where the focus stands, then once by its number, one row down.
    for turn, key in enumerate(["Enter", "Enter", "1"]):
        if key == "1":
            keys.press("j")
        page.wait_for_function("document.querySelector('[data-triage] :focus')")
        at = index_with_focus(dispatcher)
        assert at == (1 if key == "1" else 0), "the focus is lost"
        row = rows(dispatcher).nth(at)
        number, (category, unit) = number_of(row), first_choice(row)
        assert number == left[at]
        keys.press(key)
        expect(page.get_by_text(dispatcher.words("triage.notice.dispatched"))).to_be_visible()
        expect(rows(dispatcher)).to_have_count(4 - turn)
        page.wait_for_load_state()
        left.remove(number)
        assert [number_of(row) for row in rows(dispatcher).all()] == left
        went(still_house, number, category, unit)
    keys.press("e")
    page.wait_for_url(f"**/matters/{left[0]}")


def test_m_joins_it_to_the_one_that_its_resident_named(still_house, browse):
    house = still_house
    text = "东湖花园三栋的水管爆了，停水一整天，水流到马路上。"
    main = house.raise_matter(text, area="980101001001", place="东湖花园三栋")
    house.move("hu.lingjun", main.number, "register", category="0303")
    house.move("hu.lingjun", main.number, "dispatch", unit="WATER")
    resident = Visitor(browse(java_script_enabled=False).new_page(), house).in_language()
    page = resident.page
    path = "/?area=980101001001"
    yes = resident.button("joins.same.yes")
    for _ in range(30):
        # The keys of a matter are made within seconds.
        resident.open(path)
        resident.field("matters.raise.text").fill("东湖花园三栋水管爆了，停水一天，水都流到马路上了。")
        resident.button("matters.raise.send").click()
        expect(resident.heading).to_have_text(resident.words("matters.raised.title"))
        if yes.count():
            break
        page.wait_for_timeout(1000)
    expect(page.locator("#same")).to_be_visible()
    number = page.locator(".number-plate").first.inner_text().strip()
    assert main.number not in page.content(), "a resident reads the number of somebody else"
    yes.first.click()
    expect(page.get_by_text(resident.words("joins.same.wished"))).to_be_visible()

    dispatcher = dispatcher_of(house, browse)
    row = rows(dispatcher).filter(has_text=number)
    expect(row.get_by_text(dispatcher.words("joins.wish.resident"))).to_be_visible()
    row.locator("h2 a").focus()
    dispatcher.page.keyboard.press("m")
    expect(dispatcher.page.get_by_text(dispatcher.words("joins.same.joined"))).to_be_visible()
    expect(rows(dispatcher).filter(has_text=number)).to_have_count(0)
    answer = house.get(f"/api/v1/matters/{number}", {"Authorization": f"Bearer {house.token('hu.lingjun')}"})
    assert answer.json["stage"]["name"] == "joined"


def test_a_model_is_made_at_once_for_who_rules_the_rules(still_house, browse):
    visitor = sign_in(Visitor(browse().new_page(), still_house).in_language(), "administrator")
    # On its first day the program makes a model of its own first; until then it is busy.
    for _ in range(60):
        visitor.open("/triage/models")
        if visitor.page.locator('main a[href="/triage/models/1"]').count():
            break
        visitor.page.wait_for_timeout(1000)
    form = visitor.page.locator("#train form")
    form.get_by_role("button").click()
    expect(visitor.page.locator("#reason-error")).to_be_visible()
    form.locator("[name=reason]").fill("类别刚改过")
    form.get_by_role("button").click()
    expect(visitor.page.get_by_text(visitor.words("triage.notice.training"))).to_be_visible()
    told = visitor.page.locator("#train li").first
    for _ in range(60):
        if not told.get_by_text(visitor.words("triage.train.state.asked")).count() \
                and not told.get_by_text(visitor.words("triage.train.state.running")).count():
            break
        visitor.page.wait_for_timeout(1000)
        visitor.page.reload()
    # With nothing confirmed yet it says so, or learns from the sentences of the pack.
    expect(told.get_by_text(re.compile("|".join(
        visitor.words(f"triage.train.state.{state}") for state in ("made", "refused"))))).to_be_visible()


def test_without_script_a_button_confirms(queue_house, browse):
    dispatcher = dispatcher_of(queue_house, browse, script=False)
    row = able(dispatcher).first
    number, (category, unit) = number_of(row), first_choice(row)
    expect(dispatcher.page.get_by_text(dispatcher.words("triage.keys"))).to_be_hidden()
    row.locator("button[name=choice]").first.click()
    expect(dispatcher.page.get_by_text(dispatcher.words("triage.notice.dispatched"))).to_be_visible()
    went(queue_house, number, category, unit)


def test_what_was_dispatched_meanwhile_is_not_dispatched_again(queue_house, browse):
    early, late = (dispatcher_of(queue_house, browse) for _ in range(2))
    row = able(late).first
    number = number_of(row)
    rows(early).filter(has_text=number).locator("button[name=choice]").first.click()
    expect(early.page.get_by_text(early.words("triage.notice.dispatched"))).to_be_visible()
    row.locator("button[name=choice]").first.press("Enter")
    expect(late.page.get_by_text(number + " – ")).to_be_visible()
    expect(rows(late).filter(has_text=number)).to_have_count(0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_queue_has_nothing_to_complain_about(queue_house, browse, shots, language):
    page = dispatcher_of(queue_house, browse).page
    Visitor(page, queue_house, language).open(f"/triage?lang={language}")
    expect(page.locator("html")).to_have_attribute("lang", {"zh": "zh-CN", "en": "en"}[language])
    assert "⟦" not in page.content()
    wrong = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            wrong += [f"{size['width']} px, {scheme}: {each}"
                      for each in violations(page, None if scheme == "light" else COLOURS)]
        wrong += [f"{size['width']} px, too small: {each}" for each in page.evaluate(SMALL)]
        if over := sticks_out(page):
            wrong.append(f"{size['width']} px, sticks out by {over}")
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
    page.screenshot(path=shots / f"triage-{language}.png", full_page=True)
    assert wrong == [], "\n".join(wrong)
