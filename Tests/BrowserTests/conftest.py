"""Starts the program and one Chromium for the whole run. No page may complain on the console."""

import os
import pathlib

import pytest
from playwright.sync_api import sync_playwright, expect

from house import House
from pages import Visitors, build_town

CHROMIUM = os.environ.get("LIANXIN_CHROMIUM", "/usr/bin/chromium")

# A machine that builds beside is slow, and what is asked for comes all the same.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def house():
    """A demo city with 150 matters."""
    house = House()
    try:
        house.run("demo", "--matters", "150")
        house.start()
        yield house
    finally:
        house.stop()


@pytest.fixture(scope="session")
def busy_house(tmp_path_factory):
    """A demo city with 1,500 open matters, for lists and workbenches that are long."""
    house = House()
    try:
        house.run("demo", "--matters", "20")
        house.crowd(tmp_path_factory.mktemp("crowd"), 1500)
        house.start()
        yield house
    finally:
        house.stop()


@pytest.fixture(scope="session")
def fresh_house():
    """A city on its first day: nobody has an account yet."""
    house = House(demo=False)
    try:
        yield house.start()
    finally:
        house.stop()


@pytest.fixture(scope="session")
def town(house):
    """Matters in the states that pages look different in."""
    return build_town(house)


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright):
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield browser
    browser.close()


def listen(context, complaints):
    """Collects what a browser has to complain about: its console, errors in scripts, files that are not there."""

    def hear(message):
        # That a page was answered with 404 or 422 is told by every browser and is no complaint.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def look(answer):
        wanted = answer.request.resource_type not in ("document", "fetch", "xhr")
        if answer.status >= 400 and (wanted or "/assets/" in answer.url):
            complaints.append(f"{answer.status} {answer.url}")

    context.on("console", hear)
    context.on("response", look)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("requestfailed", lambda request: complaints.append(f"{request.url} {request.failure}"))


@pytest.fixture(scope="session")
def letters_of_400(house, playwright):
    """Browsers whose reader set letters of 64 px instead of 16, as people do who see little."""
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--blink-settings=defaultFontSize=64"])
    visitors = Visitors(house, browser)
    yield visitors
    visitors.close()
    browser.close()


@pytest.fixture
def browse(chromium):
    """Makes browsers of their own. At the end of the test none of them may have had anything to complain about.

    A test that cuts the network on purpose forgives what is said about that: words in `browse.forgiven`.
    """
    contexts, complaints = [], []

    def browse(**options):
        options = {"locale": "zh-CN", "viewport": {"width": 1280, "height": 900}, **options}
        context = chromium.new_context(**options)
        context.set_default_timeout(15_000)
        listen(context, complaints)
        contexts.append(context)
        return context

    browse.complaints, browse.forgiven = complaints, ["ERR_ABORTED"]
    yield browse
    for context in contexts:
        context.close()
    told = [complaint for complaint in complaints if not any(words in complaint for words in browse.forgiven)]
    assert told == [], told


@pytest.fixture(scope="session")
def visitors(house, chromium):
    """One browser for every language and role, signed in once; what they complained about is in `.complaints`."""
    visitors = Visitors(house, chromium, listen)
    yield visitors
    visitors.close()


@pytest.fixture(scope="session")
def shots(tmp_path_factory):
    """Where pictures are kept: LIANXIN_SHOTS, else a folder that goes."""
    chosen = os.environ.get("LIANXIN_SHOTS")
    folder = pathlib.Path(chosen) if chosen else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
