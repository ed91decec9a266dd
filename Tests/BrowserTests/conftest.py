"""Starts the program and one Chromium for the whole run. No page may complain on the console."""

import os
import pathlib

import pytest
from playwright.sync_api import sync_playwright

from house import House

CHROMIUM = os.environ.get("LIANXIN_CHROMIUM", "/usr/bin/chromium")


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
def fresh_house():
    """A city on its first day: nobody has an account yet."""
    house = House(demo=False)
    try:
        yield house.start()
    finally:
        house.stop()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium):
    """Makes browsers of their own. At the end of the test none of them may have had anything to complain about."""
    contexts, complaints = [], []

    def listen(message):
        # That a page was answered with 404 or 422 is told by every browser and is no complaint.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def browse(**options):
        options = {"locale": "zh-CN", "viewport": {"width": 1280, "height": 900}, **options}
        context = chromium.new_context(**options)
        context.set_default_timeout(10_000)
        context.on("console", listen)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("requestfailed", lambda request: complaints.append(f"{request.url} {request.failure}"))
        contexts.append(context)
        return context

    browse.complaints = complaints
    yield browse
    for context in contexts:
        context.close()
    told = [complaint for complaint in complaints if "ERR_ABORTED" not in complaint]
    assert told == [], told


@pytest.fixture(scope="session")
def shots(tmp_path_factory):
    """Where pictures are kept: LIANXIN_SHOTS, else a folder that goes."""
    chosen = os.environ.get("LIANXIN_SHOTS")
    folder = pathlib.Path(chosen) if chosen else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
